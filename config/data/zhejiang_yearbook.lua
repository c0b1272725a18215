-- SPDX-License-Identifier: MIT
-- Workbooks in the shapes of a yearbook's county tables, with the figures of zhejiang_2024.csv.
--
--     lua5.4 config/data/zhejiang_yearbook.lua config/data config/data/yearbook
--
-- Each has a title across the sheet, one or two lines of headings with merged cells, line breaks
-- and units in brackets, units that have names but no codes, blanks where nothing is published,
-- and remarks below. The same figures give the same bytes.

local folder, out = arg[1], arg[2]

-- One sheet a table. rows: headings from the second line on; columns: those of zhejiang_2024.csv;
-- merged: ranges of the headings; notes: below the table; spaced: names are parted by blanks.
local tables = {
  {
    file = "17-25.xlsx",
    title = "17-25 各市、县国民经济主要指标（2024年）",
    rows = {
      { "市县名称", "土地面积 (平方公里)", "年末常住人口 (万人)", "生产总值 （亿元）", "", "", "", "",
        "人均生产总值 (元)", "社会消费品零售总额 （亿元）", "财政总收入 (亿元)", "一般公共预算收入 （亿元）",
        "一般公共预算支出 （亿元", "住户存款年末余额 (亿元)", "城镇居民人均可支配收入 (元)",
        "农村居民人均可支配收入 (元)" },
      { "", "", "", "", "第一产业", "第二产业", "第三产业", "工业", "", "", "", "", "", "", "", "" },
    },
    merged = { "A1:P1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:H2", "I2:I3", "J2:J3", "K2:K3", "L2:L3",
      "M2:M3", "N2:N3", "O2:O3", "P2:P3", "A94:P94" },
    columns = { "land_area_km2", "pop_yearend_10k", "gdp_100m", "gdp_primary_100m", "gdp_secondary_100m",
      "gdp_tertiary_100m", "gdp_industry_100m", "gdp_per_capita_yuan", "retail_sales_100m",
      "fiscal_revenue_total_100m", "budget_revenue_100m", "budget_expenditure_100m",
      "household_deposits_100m", "urban_income_yuan", "rural_income_yuan" },
    notes = { "注:　人均生产总值按常住人口计算。" },
  },
  {
    file = "17-26.xlsx",
    title = "17-26 各市、县年末人口数（2024年）",
    rows = {
      { "", "", "", "", "单位：万人" },
      { "市县名称", "常住人口", "", "户籍人口", "总户数（万户）" },
      { "", "", "其中：城镇常住人口", "", "" },
    },
    merged = { "A1:E1", "A3:A4", "B3:B4", "D3:D4", "E3:E4" },
    columns = { "pop_yearend_10k", "urban_pop_10k", "registered_pop_10k", "registered_households_10k" },
    notes = {},
  },
  {
    file = "17-34.xlsx",
    title = "17-34 各市、县客运量和货运量（2024年）",
    rows = {
      { "市县名称", "客运量(万人)", "", "货运量(万吨)" },
      { "", "公路、水路", "轨道交通\n（万人次）\n", "公路、水路" },
    },
    merged = { "A1:D1", "A2:A3", "B2:C2" },
    columns = { "passengers_road_water_10k", "passengers_rail_10k", "freight_road_water_10kt" },
    notes = {},
    spaced = true,
  },
  {
    file = "17-35.xlsx",
    title = "17-35 各市、县公路里程邮电通信和用电量情况（2024年）",
    rows = {
      { "市县名称", "境内公路\n里程(公里)", "", "民用汽车\n拥有量\n（辆）", "快递业务收入(万元)",
        "年末移动电\n话用户数\n（万户）", "电信业\n务收入\n（万元）", "全年用电量\n(万千瓦时)", "", "" },
      { "", "", "#高速公路", "", "", "", "", "", "#工业\n用电", "#城乡居民\n生活用电" },
    },
    merged = { "A1:J1", "A2:A3", "B2:B3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:J2" },
    columns = { "road_km", "expressway_km", "civil_cars", "express_revenue_10kyuan", "mobile_users_10k",
      "telecom_revenue_10kyuan", "electricity_10kwh", "electricity_industry_10kwh",
      "electricity_household_10kwh" },
    notes = {},
  },
  {
    file = "17-42.xlsx",
    title = "17-42 各市、县文化和卫生事业主要指标（2024年）",
    rows = {
      { "市县名称", "体育场地数 （个）", "博物馆数（个）", "公共图书馆图书藏量 (万册)", "医院数 (个)", "医院床位数 (张)",
        "医生数 (人)" },
    },
    merged = { "A1:G1" },
    columns = { "sports_grounds", "museums", "library_books_10k", "hospitals", "hospital_beds", "doctors" },
    notes = { "资料来源：样例数据，见 config/data/README.md。" },
  },
}

-- Names as a yearbook shortens them.
local short = { ["景宁畲族自治县"] = "景宁县" }

local function split(line)
  local cells = {}
  for cell in (line .. ","):gmatch("([^,]*),") do cells[#cells + 1] = cell end
  return cells
end

local function read_units()
  local file = assert(io.open(folder .. "/zhejiang_2024.csv"))
  local names, units = split(file:read("l")), {}
  for line in file:lines() do
    local unit = {}
    for i, cell in ipairs(split(line)) do unit[names[i]] = cell end
    units[#units + 1] = unit
  end
  file:close()
  return units
end

-- ---- a sheet ---------------------------------------------------------------------------------

local function escape(s)
  return (s:gsub("[&<>\"\n]",
    { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;", ["\n"] = "&#10;" }))
end

local function name_of(unit, spaced)
  local name = short[unit.name] or unit.name
  if not spaced then return name end
  local letters = {}
  for _, c in utf8.codes(name) do letters[#letters + 1] = utf8.char(c) end
  return table.concat(letters, #letters == 3 and "　" or "")
end

-- Lines of cells: texts and, of figures, { text }.
local function lines_of(t, units)
  local lines = { { t.title } }
  for _, row in ipairs(t.rows) do lines[#lines + 1] = row end
  for _, unit in ipairs(units) do
    local line = { name_of(unit, t.spaced) }
    for _, column in ipairs(t.columns) do
      local figure = assert(unit[column], column)
      line[#line + 1] = figure ~= "" and { figure } or ""
    end
    lines[#lines + 1] = line
  end
  for _, note in ipairs(t.notes) do lines[#lines + 1] = { note } end
  return lines
end

local function sheet_xml(t, lines, strings)
  local xml = { '<?xml version="1.0" encoding="UTF-8"?>\n',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' }
  for r, line in ipairs(lines) do
    xml[#xml + 1] = ('<row r="%d">'):format(r)
    for c, cell in ipairs(line) do
      local at = string.char(64 + c) .. r
      if type(cell) == "table" then
        xml[#xml + 1] = ('<c r="%s"><v>%s</v></c>'):format(at, cell[1])
      elseif cell ~= "" then
        if not strings[cell] then
          strings[#strings + 1] = cell
          strings[cell] = #strings - 1
        end
        xml[#xml + 1] = ('<c r="%s" t="s"><v>%d</v></c>'):format(at, strings[cell])
      end
    end
    xml[#xml + 1] = "</row>"
  end
  xml[#xml + 1] = ('</sheetData><mergeCells count="%d">'):format(#t.merged)
  for _, range in ipairs(t.merged) do xml[#xml + 1] = ('<mergeCell ref="%s"/>'):format(range) end
  xml[#xml + 1] = "</mergeCells></worksheet>\n"
  return table.concat(xml)
end

local function strings_xml(strings)
  local xml = { '<?xml version="1.0" encoding="UTF-8"?>\n',
    ('<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="%d">'):format(#strings) }
  for _, s in ipairs(strings) do
    xml[#xml + 1] = ('<si><t xml:space="preserve">%s</t></si>'):format(escape(s))
  end
  xml[#xml + 1] = "</sst>\n"
  return table.concat(xml)
end

local function parts_of(t, units)
  local office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  local package = "http://schemas.openxmlformats.org/package/2006/"
  local kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
  local head, strings = '<?xml version="1.0" encoding="UTF-8"?>\n', {}
  local sheet = sheet_xml(t, lines_of(t, units), strings)
  return {
    { "[Content_Types].xml", head .. '<Types xmlns="' .. package .. 'content-types">'
      .. '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
      .. '<Override PartName="/xl/workbook.xml" ContentType="' .. kind .. 'sheet.main+xml"/>'
      .. '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="' .. kind .. 'worksheet+xml"/>'
      .. '<Override PartName="/xl/sharedStrings.xml" ContentType="' .. kind .. 'sharedStrings+xml"/></Types>\n' },
    { "_rels/.rels", head .. '<Relationships xmlns="' .. package .. 'relationships"><Relationship Id="rId1" Type="'
      .. office .. '/officeDocument" Target="xl/workbook.xml"/></Relationships>\n' },
    { "xl/workbook.xml", head .. '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="'
      .. office .. '"><sheets><sheet name="' .. escape(t.title:match("^%S+")) .. '" sheetId="1" r:id="rId1"/></sheets></workbook>\n' },
    { "xl/_rels/workbook.xml.rels", head .. '<Relationships xmlns="' .. package .. 'relationships">'
      .. '<Relationship Id="rId1" Type="' .. office .. '/worksheet" Target="worksheets/sheet1.xml"/>'
      .. '<Relationship Id="rId2" Type="' .. office .. '/sharedStrings" Target="sharedStrings.xml"/></Relationships>\n' },
    { "xl/worksheets/sheet1.xml", sheet },
    { "xl/sharedStrings.xml", strings_xml(strings) },
  }
end

-- ---- a zip file, its parts as they are ---------------------------------------------------------

local crc_table = {}
for i = 0, 255 do
  local c = i
  for _ = 1, 8 do c = c & 1 == 1 and 0xedb88320 ~ (c >> 1) or c >> 1 end
  crc_table[i] = c
end

local function crc32(s)
  local c = 0xffffffff
  for i = 1, #s do c = crc_table[(c ~ s:byte(i)) & 255] ~ (c >> 8) end
  return c ~ 0xffffffff
end

-- What both headers of a part have in common; dated 1980-01-01.
local function fields(name, bytes)
  return string.pack("<I2I2I2I2I2I4I4I4I2I2", 20, 0x800, 0, 0, 0x21, crc32(bytes), #bytes, #bytes, #name, 0)
end

local function zip(parts)
  local body, directory, at = {}, {}, 0
  for _, part in ipairs(parts) do
    local name, bytes = part[1], part[2]
    local header = "PK\3\4" .. fields(name, bytes) .. name
    directory[#directory + 1] = "PK\1\2" .. string.pack("<I2", 20) .. fields(name, bytes)
      .. string.pack("<I2I2I2I4I4", 0, 0, 0, 0, at) .. name
    body[#body + 1] = header .. bytes
    at = at + #header + #bytes
  end
  local list = table.concat(directory)
  return table.concat(body) .. list .. "PK\5\6" .. string.pack("<I2I2I2I2I4I4I2", 0, 0, #parts, #parts, #list, at, 0)
end

local units = read_units()
for _, t in ipairs(tables) do
  local file = assert(io.open(out .. "/" .. t.file, "wb"))
  assert(file:write(zip(parts_of(t, units))))
  assert(file:close())
end
