//! Who decides: departments at each level, and the seats of government.

/// A field of government that decides permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Department {
    /// 发展改革.
    Reform,
    /// 自然资源.
    Land,
    /// 住房城乡建设.
    Construction,
    /// 生态环境.
    Environment,
    /// 水务水利.
    Water,
    /// 市场监管.
    Market,
    /// 应急管理.
    Emergency,
    /// 林业草原.
    Forestry,
    /// 文物.
    Relics,
    /// 农业农村.
    Agriculture,
    /// 通信管理.
    Telecom,
    /// 供电.
    Power,
    /// 供水供气.
    Pipes,
}

use Department as D;

/// What follows the name of a county.
pub(crate) const OF_COUNTY: &[(Department, &str)] = &[
    (D::Reform, "发展和改革局"),
    (D::Land, "自然资源局"),
    (D::Construction, "住房和城乡建设局"),
    (D::Water, "水务局"),
    (D::Market, "市场监督管理局"),
    (D::Agriculture, "农业农村局"),
    (D::Power, "供电公司"),
    (D::Pipes, "水务燃气服务公司"),
];

/// What follows the name of a city.
pub(crate) const OF_CITY: &[(Department, &str)] = &[
    (D::Reform, "发展和改革委员会"),
    (D::Land, "自然资源局"),
    (D::Construction, "住房和城乡建设局"),
    (D::Environment, "生态环境局"),
    (D::Emergency, "应急管理局"),
    (D::Forestry, "林业和草原局"),
];

/// What follows the name of a province.
pub(crate) const OF_PROVINCE: &[(Department, &str)] = &[
    (D::Reform, "发展和改革委员会"),
    (D::Land, "自然资源厅"),
    (D::Environment, "生态环境厅"),
    (D::Emergency, "应急管理厅"),
    (D::Forestry, "林业和草原局"),
    (D::Relics, "文物局"),
    (D::Telecom, "通信管理局"),
];

impl Department {
    /// Whether it is a supplier of power, water or gas and not an office.
    pub(crate) const fn supplies(self) -> bool {
        matches!(self, Self::Power | Self::Pipes)
    }

    /// How its documents begin.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Reform => "发改",
            Self::Land => "自然资",
            Self::Construction => "住建",
            Self::Environment => "环",
            Self::Water => "水务",
            Self::Market => "市监",
            Self::Emergency => "应急",
            Self::Forestry => "林草",
            Self::Relics => "文物",
            Self::Agriculture => "农业",
            Self::Telecom => "通管",
            Self::Power => "供电",
            Self::Pipes => "水气",
        }
    }
}
