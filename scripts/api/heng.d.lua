---@meta
-- SPDX-License-Identifier: MIT
-- The table heng as scripts see it: stubs for editors (lua-language-server), never run.
-- scripts/README.md says what the functions do with missing values.

---@class vector
---@field [integer] number
---@operator add(vector|number): vector
---@operator sub(vector|number): vector
---@operator mul(vector|number): vector
---@operator div(vector|number): vector
---@operator pow(vector|number): vector
---@operator unm: vector
---@operator len: integer
local vector = {}

---@class matrix
---@operator add(matrix|number): matrix
---@operator sub(matrix|number): matrix
---@operator mul(matrix|number): matrix
---@operator div(matrix|number): matrix
---@operator pow(matrix|number): matrix
---@operator unm: matrix
local matrix = {}

---@class labels
---@field [integer] string
---@operator len: integer
local labels = {}

---@class data the columns that a script declares, one period at a time
---@field n integer number of units
---@field period string
---@field codes labels
---@field names labels
---@field [string] vector|labels|nil

---@class info
---@field ids string[] names of the columns
---@field given vector nominal weights
---@field n integer number of units

---@class param
---@field name string
---@field type "real"|"int"|"bool"|"choice"|"text"|"reals"|"names"
---@field default? any
---@field min? number
---@field max? number
---@field choices? string[]
---@field unit? string
---@field doc? string

---@class indicator
---@field id string
---@field title? string
---@field title_en? string
---@field unit? string
---@field direction? "positive"|"negative"
---@field weight? number
---@field goalposts? number[]
---@field formula string|fun(d: data, p: table): vector|number
---@field source? string
---@field doc? string

---@class dimension
---@field id string
---@field title? string
---@field title_en? string
---@field weight? number
---@field aggregate? string
---@field indicators? indicator[]
---@field dimensions? dimension[]

---@class index_description
---@field id string
---@field title? string
---@field title_en? string
---@field summary? string
---@field formula? string
---@field source? string
---@field note? string
---@field synthetic? boolean
---@field needs? string[]
---@field optional? string[]
---@field attributes? string[]
---@field params? param[]
---@field indicators? indicator[]
---@field dimensions? dimension[]

---@class weights_description
---@field id string
---@field title? string
---@field title_en? string
---@field summary? string
---@field formula? string
---@field source? string
---@field domain? string
---@field note? string
---@field synthetic? boolean
---@field params? param[]
---@field weigh fun(x: matrix, p: table, info: info): vector|number[]

---@class cases one period of a run; vectors and labels by unit, and the columns that a script declares
---@field n integer number of units
---@field period string
---@field language "zh"|"en" what the reasons are written in
---@field codes labels
---@field names labels
---@field class labels
---@field class_title labels
---@field rank vector within the class
---@field score vector
---@field scores table<string, vector> by node
---@field ranks table<string, vector> by node, within the class
---@field raw table<string, vector> by indicator
---@field titles table<string, string> by node
---@field [string] vector|labels|nil

---@class direction
---@field id string
---@field title? string
---@field title_en? string

---@class choice
---@field direction string
---@field code string
---@field chosen boolean false: a near miss
---@field value? number
---@field reason string

---@class selection_description
---@field id string
---@field title? string
---@field title_en? string
---@field summary? string
---@field rule string
---@field source? string
---@field note? string
---@field synthetic? boolean
---@field needs? string[] nodes or columns
---@field optional? string[]
---@field attributes? string[]
---@field params? param[]
---@field directions direction[]
---@field select fun(c: cases, p: table): choice[]

heng = {}

--- Describes a thematic index; the file returns what this returns.
---@param description index_description
function heng.index(description) end

--- Describes a weighting formula; the file returns what this returns.
---@param description weights_description
function heng.weights(description) end

--- Describes a selection of cases; the file returns what this returns.
---@param description selection_description
function heng.selection(description) end

--- A vector of these values, of n times one value, or a copy of a vector.
---@param values number[]|integer|vector
---@param value? number
---@return vector
function heng.vector(values, value) end

--- A matrix with these columns.
---@param columns vector[]
---@return matrix
function heng.matrix(columns) end

--- a where the condition is not 0, b where it is 0, NaN where it is missing.
---@param cond vector|matrix|number
---@param a vector|matrix|number
---@param b vector|matrix|number
---@return vector|matrix|number
function heng.where(cond, a, b) end

--- The column's vector k (1) periods earlier.
---@param name string
---@param k? integer
---@return vector
function heng.lag(name, k) end

--- Great-circle distances in km; latitudes and longitudes in degrees.
---@param lat vector
---@param lon vector
---@param lat2? vector
---@param lon2? vector
---@return matrix
function heng.distance_km(lat, lon, lat2, lon2) end

--- Calls a method of the stage normalise by name.
---@param name string
---@param x vector
---@param params? table
---@return vector
function heng.normalise(name, x, params) end

--- Calls a method of the stage treat by name.
---@param name string
---@param x vector
---@param params? table
---@return vector
function heng.treat(name, x, params) end

--- Calls a method of the stage impute by name. One that looks at other columns (knn, row_mean) takes a
--- matrix and params.column, the number of the column that it fills.
---@param name string
---@param x vector|matrix
---@param params? table
---@return vector
function heng.impute(name, x, params) end

--- Weights of the columns by a method of the core. params.judgements (ahp, precedence, budget) is a matrix
--- or a list of them, in the order of the columns; combined takes params.parts = { w1, w2, ... }.
---@param name string
---@param m matrix
---@param params? table
---@return vector
function heng.weigh(name, m, params) end

--- One score a row by a method of the core; the weights are rescaled to sum 1.
---@param name string
---@param m matrix
---@param w vector|number[]
---@param params? table
---@return vector
function heng.aggregate(name, m, w, params) end

--- What an analysis of the core finds: a vector or a list of texts a field, and the number of lines.
--- options: the method's parameters, and by, population, weights, score, longitude, latitude, codes,
--- ids, parents, direction, periods (for x with the rows of several periods).
---@param name string
---@param x vector|matrix
---@param options? table
---@return table<string, vector|string[]>
---@return integer
function heng.analyse(name, x, options) end

--- Ends the formula, or the script, with this text.
---@param text string
function heng.fail(text) end

--- Puts a text into the warnings of the run.
---@param text string
function heng.warn(text) end

--- Natural logarithm; NaN for what is not positive.
---@param x vector|matrix|number
---@return vector|matrix|number
function heng.log(x) end

--- Logarithm to base 10; NaN for what is not positive.
---@param x vector|matrix|number
---@return vector|matrix|number
function heng.log10(x) end

--- E to the power x.
---@param x vector|matrix|number
---@return vector|matrix|number
function heng.exp(x) end

--- Square root; NaN for what is negative.
---@param x vector|matrix|number
---@return vector|matrix|number
function heng.sqrt(x) end

--- Absolute value.
---@param x vector|matrix|number
---@return vector|matrix|number
function heng.abs(x) end

--- The whole number below.
---@param x vector|matrix|number
---@return vector|matrix|number
function heng.floor(x) end

--- Rounded to so many decimals (0), the nearest, halves to even.
---@param x vector|matrix|number
---@param decimals integer?
---@return vector|matrix|number
function heng.round(x, decimals) end

--- 1 where x is missing, else 0; of labels: 1 where blank.
---@param x vector|matrix|number|labels
---@return vector|matrix|number
function heng.missing(x) end

--- 1 where a < b, else 0; NaN where one is missing.
---@param a vector|matrix|number
---@param b vector|matrix|number
---@return vector|matrix|number
function heng.lt(a, b) end

--- 1 where a <= b.
---@param a vector|matrix|number
---@param b vector|matrix|number
---@return vector|matrix|number
function heng.le(a, b) end

--- 1 where a > b.
---@param a vector|matrix|number
---@param b vector|matrix|number
---@return vector|matrix|number
function heng.gt(a, b) end

--- 1 where a >= b.
---@param a vector|matrix|number
---@param b vector|matrix|number
---@return vector|matrix|number
function heng.ge(a, b) end

--- 1 where a equals b; numbers, or labels and a text.
---@param a vector|matrix|number|labels|string
---@param b vector|matrix|number|labels|string
---@return vector|matrix|number
function heng.eq(a, b) end

--- 1 where a differs from b; numbers, or labels and a text.
---@param a vector|matrix|number|labels|string
---@param b vector|matrix|number|labels|string
---@return vector|matrix|number
function heng.ne(a, b) end

--- The smaller one, element by element.
---@param a vector|matrix|number
---@param b vector|matrix|number
---@param ... vector|matrix|number
---@return vector|matrix|number
function heng.min(a, b, ...) end

--- The larger one, element by element.
---@param a vector|matrix|number
---@param b vector|matrix|number
---@param ... vector|matrix|number
---@return vector|matrix|number
function heng.max(a, b, ...) end

--- X with value in its missing places.
---@param x vector|matrix|number
---@param value vector|matrix|number
---@return vector|matrix|number
function heng.fill(x, value) end

--- X, but not below lo nor above hi.
---@param x vector|matrix|number
---@param lo vector|matrix|number
---@param hi vector|matrix|number
---@return vector|matrix|number
function heng.clamp(x, lo, hi) end

--- Sum, compensated; missing values are left out here and below.
---@param x vector
---@return number
function heng.sum(x) end

--- Arithmetic mean.
---@param x vector
---@return number
function heng.mean(x) end

--- Standard deviation, dividing by n - 1.
---@param x vector
---@return number
function heng.sd(x) end

--- How many values are there.
---@param x vector
---@return number
function heng.count(x) end

--- The smallest value.
---@param x vector
---@return number
function heng.smallest(x) end

--- The largest value.
---@param x vector
---@return number
function heng.largest(x) end

--- Median.
---@param x vector
---@return number
function heng.median(x) end

--- Quantile p in [0, 1], linear interpolation (type 7).
---@param x vector
---@param p number
---@return number
function heng.quantile(x, p) end

--- Pearson's correlation.
---@param x vector
---@param y vector
---@return number
function heng.cor(x, y) end

--- Ascending ranks from 1; ties: min (default), average, max, dense. heng.rank(name, x, params) calls a
--- method of the stage rank instead: the highest has rank 1.
---@param x vector
---@param ties? "min"|"average"|"max"|"dense"
---@return vector
---@overload fun(name: string, x: vector, params?: table): vector
function heng.rank(x, ties) end

--- (x - smallest) / (largest - smallest).
---@param x vector
---@return vector
function heng.minmax(x) end

--- (x - mean) / sd.
---@param x vector
---@return vector
function heng.zscore(x) end

--- Each unit gets the sum of its group.
---@param x vector
---@param labels labels
---@return vector
function heng.group_sum(x, labels) end

--- Each unit gets the mean of its group.
---@param x vector
---@param labels labels
---@return vector
function heng.group_mean(x, labels) end

--- Each unit gets the smallest value of its group.
---@param x vector
---@param labels labels
---@return vector
function heng.group_min(x, labels) end

--- Each unit gets the largest value of its group.
---@param x vector
---@param labels labels
---@return vector
function heng.group_max(x, labels) end

--- Each unit gets the number of values in its group.
---@param x vector
---@param labels labels
---@return vector
function heng.group_count(x, labels) end

---@return vector
function vector:log() end

---@return vector
function vector:log10() end

---@return vector
function vector:exp() end

---@return vector
function vector:sqrt() end

---@return vector
function vector:abs() end

---@return vector
function vector:floor() end

---@return vector
function vector:missing() end

---@return vector
function vector:lt(b) end

---@return vector
function vector:le(b) end

---@return vector
function vector:gt(b) end

---@return vector
function vector:ge(b) end

---@return vector
function vector:eq(b) end

---@return vector
function vector:ne(b) end

---@return vector
function vector:min(b, ...) end

---@return vector
function vector:max(b, ...) end

---@return vector
function vector:fill(value) end

---@return vector
function vector:clamp(lo, hi) end

---@return number
function vector:sum() end

---@return number
function vector:mean() end

---@return number
function vector:sd() end

---@return number
function vector:count() end

---@return number
function vector:smallest() end

---@return number
function vector:largest() end

---@return number
function vector:median() end

---@return number
function vector:quantile(p) end

---@return number
function vector:cor(y) end

---@return vector
function vector:rank(ties) end

---@return vector
function vector:minmax() end

---@return vector
function vector:zscore() end

---@return vector
function vector:group_sum(labels) end

---@return vector
function vector:group_mean(labels) end

---@return vector
function vector:group_min(labels) end

---@return vector
function vector:group_max(labels) end

---@return vector
function vector:group_count(labels) end

---@return integer
function matrix:rows() end

---@return integer
function matrix:columns() end

---@return vector
function matrix:column(j) end

---@return vector
function matrix:row(i) end

---@return matrix
function matrix:transpose() end

---@return vector|matrix
function matrix:times(v) end

---@return vector
function matrix:row_sums() end

---@return vector
function matrix:column_sums() end
