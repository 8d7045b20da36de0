//! Who decides: departments at each level, and the seats of government.

use Department as D;
use luodi_domain::catalogue::Department;

/// What follows the name of a county.
pub(crate) const OF_COUNTY: &[(Department, &str)] = &[
    (D::Reform, "发展和改革局"),
    (D::NaturalResources, "自然资源局"),
    (D::Housing, "住房和城乡建设局"),
    (D::Water, "水务局"),
    (D::MarketRegulation, "市场监督管理局"),
    (D::Agriculture, "农业农村局"),
    (D::Industry, "工业和信息化局"),
    (D::Forestry, "林业和草原局"),
    (D::CityManagement, "城市管理综合执法局"),
    (D::CivilDefence, "人民防空办公室"),
    (D::Transport, "交通运输局"),
    (D::PublicSecurity, "公安局"),
    (D::FireRescue, "消防救援大队"),
    (D::Health, "卫生健康局"),
    (D::Meteorology, "气象局"),
    (D::Emergency, "应急管理局"),
    (D::Utilities, "水务燃气服务公司"),
];

/// What follows the name of a city.
pub(crate) const OF_CITY: &[(Department, &str)] = &[
    (D::Reform, "发展和改革委员会"),
    (D::NaturalResources, "自然资源局"),
    (D::Housing, "住房和城乡建设局"),
    (D::Environment, "生态环境局"),
    (D::Emergency, "应急管理局"),
    (D::Forestry, "林业和草原局"),
    (D::Water, "水务局"),
    (D::CityManagement, "城市管理局"),
    (D::MarketRegulation, "市场监督管理局"),
    (D::Grid, "供电公司"),
];

/// What follows the name of a province.
pub(crate) const OF_PROVINCE: &[(Department, &str)] = &[
    (D::Reform, "发展和改革委员会"),
    (D::NaturalResources, "自然资源厅"),
    (D::Environment, "生态环境厅"),
    (D::Emergency, "应急管理厅"),
    (D::Forestry, "林业和草原局"),
    (D::CulturalRelics, "文物局"),
    (D::Telecom, "通信管理局"),
    (D::Energy, "能源局"),
    (D::EnergyRegulator, "能源监管办公室"),
    (D::Grid, "电力公司"),
];

/// How its documents begin.
pub(crate) const fn sign(department: Department) -> &'static str {
    match department {
        D::Reform => "发改",
        D::Industry => "工信",
        D::NaturalResources => "自然资",
        D::Housing => "住建",
        D::Environment => "环",
        D::Water => "水务",
        D::MarketRegulation => "市监",
        D::Emergency => "应急",
        D::Forestry => "林草",
        D::CulturalRelics => "文物",
        D::Agriculture => "农业",
        D::Telecom => "通管",
        D::Energy => "能源",
        D::EnergyRegulator => "能监",
        D::CityManagement => "城管",
        D::CivilDefence => "人防",
        D::Transport => "交",
        D::PublicSecurity => "公",
        D::FireRescue => "消",
        D::Health => "卫健",
        D::Meteorology => "气",
        D::Township => "乡",
        D::Enterprise => "企",
        D::Grid => "供电",
        D::Utilities => "水气",
        _ => "审批",
    }
}
