-- SPDX-License-Identifier: MIT

local RAIL = "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-34"
local YEARBOOK = "Zhejiang Statistical Yearbook 2025, table 17-25"

return heng.index {
  id = "station_areas",
  title = "站区发展指数",
  title_en = "Station area index",
  summary = "How much rail is used where its stations are, how densely people and output gather "
    .. "around it, and what services they find; for the units whose rail passengers are published.",
  source = "Own design: passengers, density and services are the three things that studies of "
    .. "station areas look at (node, place and what it offers); they weigh the same, for none "
    .. "makes up for another being absent.",
  note = "The yearbook has rail passengers (轨道交通客运量) for 12 of 90 units, by their pattern "
    .. "those of suburban lines and a tram: they stand in for the passengers of high-speed trains, "
    .. "which are not public by station. A full index wants these, trains a day, travel times, and land "
    .. "use, floor space and jobs within 1 to 3 km of each station; here the whole unit stands "
    .. "for the station's surroundings. Units without rail passengers are without data, not without "
    .. "stations: a profile must set them aside ([screen] unit_min_share).",
  needs = {
    "passengers_rail_10k", "passengers_road_water_10k", "pop_yearend_10k", "land_area_km2",
    "gdp_100m", "gdp_tertiary_100m", "retail_sales_100m", "hospital_beds",
    "express_revenue_10kyuan",
  },
  dimensions = {
    {
      id = "passengers", title = "轨道客流", title_en = "Passengers", weight = 1,
      indicators = {
        { id = "rail_trips_per_person", title = "人均轨道乘次", title_en = "Rail trips per person",
          unit = "trips", direction = "positive", weight = 1, source = RAIL,
          formula = "passengers_rail_10k / pop_yearend_10k",
          doc = "How much rail is used, whatever the size of the unit." },
        { id = "rail_share", title = "轨道占客运量比重", title_en = "Rail in passengers of all modes",
          unit = "%", direction = "positive", weight = 1, source = RAIL,
          formula = "100 * passengers_rail_10k / (passengers_rail_10k + passengers_road_water_10k)",
          doc = "Whether rail leads among the ways to travel; without cars, which nobody counts." },
      },
    },
    {
      id = "density", title = "空间集聚", title_en = "Density", weight = 1,
      indicators = {
        { id = "rail_trips_per_area", title = "地均轨道乘次", title_en = "Rail trips per area",
          unit = "10^4 trips/km2", direction = "positive", weight = 1, source = RAIL,
          formula = "passengers_rail_10k / land_area_km2",
          doc = "How densely stations are used." },
        { id = "population_density", title = "人口密度", title_en = "Population density",
          unit = "10^4 persons/km2", direction = "positive", weight = 1, source = YEARBOOK,
          formula = "pop_yearend_10k / land_area_km2", doc = "Who lives within reach." },
        { id = "output_density", title = "地均GDP", title_en = "Output per area",
          unit = "10^8 yuan/km2", direction = "positive", weight = 1, source = YEARBOOK,
          formula = "gdp_100m / land_area_km2", doc = "What is produced within reach." },
      },
    },
    {
      id = "station_services", title = "服务配套", title_en = "Services", weight = 1,
      indicators = {
        { id = "tertiary_share", title = "第三产业增加值占比", title_en = "Services in output",
          unit = "%", direction = "positive", weight = 1, source = YEARBOOK,
          formula = "100 * gdp_tertiary_100m / gdp_100m",
          doc = "Station areas live on services." },
        { id = "retail_per_person", title = "人均社会消费品零售额",
          title_en = "Retail sales per person", unit = "yuan", direction = "positive", weight = 1,
          source = YEARBOOK, formula = "10000 * retail_sales_100m / pop_yearend_10k",
          doc = "Shops and restaurants, by what they sell." },
        { id = "beds_per_1000", title = "每千人医院床位数", title_en = "Hospital beds per 1000 persons",
          unit = "beds", direction = "positive", weight = 0.5,
          source = "Zhejiang Statistical Yearbook 2025, table 17-42",
          formula = "0.1 * hospital_beds / pop_yearend_10k",
          doc = "A public service that draws people from around." },
        { id = "station_express_per_person", title = "人均快递业务收入",
          title_en = "Express delivery revenue per person", unit = "yuan", direction = "positive",
          weight = 0.5, source = "Zhejiang Statistical Yearbook 2025, table 17-35",
          formula = "express_revenue_10kyuan / pop_yearend_10k",
          doc = "Commercial services for firms and households." },
      },
    },
  },
}
