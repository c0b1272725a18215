-- SPDX-License-Identifier: MIT

local columns = require "columns"

local TRAFFIC = "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-34"
local ROADS = "Zhejiang Statistical Yearbook 2025, tables 17-25 and 17-35"

return heng.index {
  id = "logistics",
  title = "现代物流指数",
  title_en = "Logistics index",
  summary = "Parcels, freight, the road network, vehicles and messages, per person and per area.",
  source = "Own design on the county tables of the Zhejiang Statistical Yearbook 2025: what is "
    .. "moved (parcels, freight), on what (roads), by whom (vehicles, subscribers). The first "
    .. "three weigh the same, carriers half, for cars and phones serve logistics only in part.",
  note = "Wanted but not published by county: parcels sent and received, warehouse space, rail "
    .. "and air freight, logistics costs. Freight and parcel revenue are booked where the carrier "
    .. "is registered.",
  needs = {
    "pop_yearend_10k", "gdp_100m", "land_area_km2", "express_revenue_10kyuan",
    "freight_road_water_10kt", "road_km",
  },
  optional = { "expressway_km", "civil_cars", "mobile_users_10k" },
  dimensions = {
    {
      id = "parcels", title = "快递寄递", title_en = "Parcels", weight = 1,
      indicators = {
        { id = "parcel_revenue_per_person", title = "人均快递业务收入",
          title_en = "Express delivery revenue per person", unit = "yuan", direction = "positive",
          formula = "express_revenue_10kyuan / pop_yearend_10k", source = ROADS, weight = 1,
          doc = "What express firms take in for each resident: the level of the trade." },
        { id = "parcel_revenue_per_area", title = "地均快递业务收入",
          title_en = "Express delivery revenue per area", unit = "10^4 yuan/km2",
          direction = "positive", formula = "express_revenue_10kyuan / land_area_km2",
          source = ROADS, weight = 0.5,
          doc = "How dense the network is; half, because it follows settlement." },
        { id = "parcel_revenue_to_gdp", title = "快递业务收入与GDP之比",
          title_en = "Express delivery revenue to GDP", unit = "yuan/1000 yuan",
          direction = "positive", formula = "0.1 * express_revenue_10kyuan / gdp_100m",
          source = ROADS, weight = 1,
          doc = "What express delivery weighs in the economy, whatever its size." },
      },
    },
    {
      id = "freight", title = "货物运输", title_en = "Freight", weight = 1,
      indicators = {
        { id = "freight_tonnes_per_person", title = "人均货运量", title_en = "Freight per person",
          unit = "tonnes", direction = "positive",
          formula = "freight_road_water_10kt / pop_yearend_10k", source = TRAFFIC, weight = 1,
          doc = "Road and water together: ports count." },
        { id = "freight_tonnes_per_area", title = "地均货运量", title_en = "Freight per area",
          unit = "10^4 tonnes/km2", direction = "positive",
          formula = "freight_road_water_10kt / land_area_km2", source = TRAFFIC, weight = 1,
          doc = "How densely goods are moved." },
      },
    },
    {
      id = "network", title = "路网设施", title_en = "Road network", weight = 1,
      indicators = {
        { id = "roads_per_area", title = "公路网密度", title_en = "Highways per area",
          unit = "km/100 km2", direction = "positive", formula = "100 * road_km / land_area_km2",
          source = ROADS, weight = 1, doc = "How near the next road is." },
        { id = "roads_per_person", title = "每万人公路里程", title_en = "Highways per 10 000 persons",
          unit = "km", direction = "positive", formula = "road_km / pop_yearend_10k",
          source = ROADS, weight = 0.5,
          doc = "Balances the density, in which sparsely settled counties cannot score." },
        { id = "expressways_per_area", title = "高速公路密度", title_en = "Expressways per area",
          unit = "km/1000 km2", direction = "positive", source = ROADS, weight = 1,
          doc = "1000 * expressway_km / land_area_km2: access to the long-distance network.",
          formula = function(d) return columns.ratio(d, "expressway_km", "land_area_km2", 1000) end },
      },
    },
    {
      id = "carriers", title = "运载与信息", title_en = "Vehicles and messages", weight = 0.5,
      indicators = {
        { id = "vehicles_per_1000", title = "千人民用汽车拥有量",
          title_en = "Motor vehicles per 1000 persons", unit = "vehicles", direction = "positive",
          source = ROADS, weight = 1,
          doc = "0.1 * civil_cars / pop_yearend_10k; the yearbook does not tell trucks apart.",
          formula = function(d) return columns.ratio(d, "civil_cars", "pop_yearend_10k", 0.1) end },
        { id = "vehicles_per_area", title = "地均民用汽车拥有量", title_en = "Motor vehicles per area",
          unit = "vehicles/km2", direction = "positive", source = ROADS, weight = 0.5,
          doc = "civil_cars / land_area_km2.",
          formula = function(d) return columns.ratio(d, "civil_cars", "land_area_km2") end },
        { id = "subscribers_per_100", title = "移动电话普及率",
          title_en = "Mobile subscribers per 100 persons", unit = "subscribers",
          direction = "positive", source = ROADS, weight = 1,
          doc = "100 * mobile_users_10k / pop_yearend_10k: orders are placed by phone.",
          formula = function(d) return columns.ratio(d, "mobile_users_10k", "pop_yearend_10k", 100) end },
      },
    },
  },
}
