//! Kinds of department that decide permits.

use async_graphql::Enum;

/// A kind of unit that decides permits; which agency that is in a region, its entry says. 部门类别
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "luodi_domain::catalogue::Department")]
pub enum Department {
    /// Development and reform. 发展改革
    #[graphql(name = "DEVELOPMENT_REFORM")]
    Reform,
    /// Industry and information technology. 工业和信息化
    Industry,
    /// Market regulation. 市场监管
    MarketRegulation,
    /// Natural resources. 自然资源
    NaturalResources,
    /// Ecology and environment. 生态环境
    Environment,
    /// Housing and construction. 住房和城乡建设
    Housing,
    /// City management. 城市管理
    CityManagement,
    /// Water resources. 水利
    Water,
    /// Forestry and grassland. 林草
    Forestry,
    /// Agriculture. 农业农村
    Agriculture,
    /// Emergency management. 应急管理
    Emergency,
    /// Earthquake. 地震
    Earthquake,
    /// Cultural relics. 文物
    CulturalRelics,
    /// State security. 国家安全
    StateSecurity,
    /// Civil aviation. 民航
    CivilAviation,
    /// Meteorology. 气象
    Meteorology,
    /// Civil air defence. 人民防空
    CivilDefence,
    /// Transport. 交通运输
    Transport,
    /// Public security. 公安
    PublicSecurity,
    /// Fire and rescue. 消防救援
    FireRescue,
    /// Health. 卫生健康
    Health,
    /// Energy. 能源
    Energy,
    /// Energy regulator. 能源监管派出机构
    EnergyRegulator,
    /// Telecommunications. 通信管理
    Telecom,
    /// Political and legal affairs. 政法委
    PoliticalLegal,
    /// Grid company. 供电企业
    Grid,
    /// Utilities. 水气热通信企业
    Utilities,
    /// Government. 人民政府
    Government,
    /// Township. 乡镇
    Township,
    /// The enterprise itself. 项目单位
    Enterprise,
}
