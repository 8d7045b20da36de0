//! The projects that the articles name, under their real names, as far as the articles say they have come. Days, amounts and
//! companies that no article gives are made up, and so is everybody who works on them.

use luodi_domain::stage::{Stage, Track};

use super::products::Kind;

/// A project of an article.
#[derive(Debug, Clone, Copy)]
pub struct Article {
    /// Its name.
    pub name: &'static str,
    /// How the article writes it, where that is longer or shorter.
    pub alias: Option<&'static str>,
    /// The region of the office that lands it.
    pub region: &'static str,
    /// How far the article says it has come.
    pub stage: Stage,
    /// Its chain.
    pub chain: Option<&'static str>,
    pub(crate) track: Track,
    pub(crate) kind: Kind,
    /// The year it was signed.
    pub(crate) year: i32,
}

const fn article(
    name: &'static str,
    alias: Option<&'static str>,
    region: &'static str,
    stage: Stage,
    chain: Option<&'static str>,
    track: Track,
    kind: Kind,
    year: i32,
) -> Article {
    Article { name, alias, region, stage, chain, track, kind, year }
}

use Kind as K;
use Stage::{Negotiation, Permitting, Producing, Signed, Started};
use Track::{AssetLight, Leased, NewBuild};

const MACHINES: Option<&str> = Some("装备制造");
const FARMS: Option<&str> = Some("现代农业");
const DIGITAL: Option<&str> = Some("数字经济");
const OIL: Option<&str> = Some("油煤气化工");

/// Every project that an article names.
#[rustfmt::skip]
pub const ARTICLES: &[Article] = &[
    // 庆阳市, January to October 2024.
    article("链景增材项目", None, "庆阳市", Signed, MACHINES, Leased, K::Workshop, 2024),
    article("泛联电子项目", None, "庆阳市", Signed, MACHINES, Leased, K::Workshop, 2024),
    article("世宁新材料项目", None, "庆阳市", Signed, MACHINES, NewBuild, K::Plant, 2024),
    article("菌粮瓜蔬“三元双向”循环农业现代示范园项目", None, "庆阳市", Signed, FARMS, NewBuild, K::Farm, 2024),
    article("低碳菌业产业园项目", None, "庆阳市", Signed, FARMS, NewBuild, K::Farm, 2024),
    article("圣农食品熟食加工厂项目", None, "庆阳市", Signed, FARMS, NewBuild, K::Plant, 2024),
    article("中航科工无人机生产项目", Some("中航科工"), "庆阳市", Signed, MACHINES, Leased, K::Workshop, 2024),
    article("超级马赫无人机生产项目", Some("超级马赫"), "庆阳市", Signed, MACHINES, Leased, K::Workshop, 2024),
    article("庆阳同欣50万吨/年轻烃深加工项目", None, "庆阳市", Signed, OIL, NewBuild, K::Chemical, 2024),
    article("诚迈科技信创产业基地", Some("诚迈科技信创产业基地项目"), "庆阳市", Permitting, DIGITAL, Leased, K::Workshop, 2024),
    article("百度智能云千帆大模型赋能创新中心", None, "庆阳市", Producing, DIGITAL, AssetLight, K::Light, 2023),
    article("京东数字经济产业园", None, "庆阳市", Producing, DIGITAL, NewBuild, K::DataCentre, 2023),
    article("燧原科技国产万卡集群", None, "庆阳市", Producing, DIGITAL, NewBuild, K::DataCentre, 2023),
    article("易事特东数西算装备制造基地项目", None, "庆阳市", Producing, DIGITAL, NewBuild, K::Plant, 2023),
    // 安康市, 2020.
    article("安康无水港多式联运项目", None, "安康市", Permitting, None, NewBuild, K::Plant, 2020),
    article("正安康达特种车辆及零部件生产项目", None, "安康市", Permitting, None, NewBuild, K::Plant, 2020),
    article("苏陕捷明乐科创园项目", None, "安康市", Permitting, None, NewBuild, K::Plant, 2020),
    article("安康苏陕源杰电子有限公司电子元器件生产项目", Some("苏陕源杰电子元器件生产项目"), "安康市", Started, None, Leased, K::Workshop, 2020),
    article("紫阳县陆鑫运动制品有限公司皮鞋生产项目", Some("陆鑫运动制品"), "紫阳县", Producing, None, Leased, K::Workshop, 2019),
    // 贺兰县, January to September 2022.
    article("深圳市晶兰特科技有限公司LED电子屏生产线项目", None, "贺兰县", Signed, None, NewBuild, K::Plant, 2022),
    article("思思食品航空系列食品加工项目", Some("思思食品年产*吨航空系列食品加工项目"), "贺兰县", Started, None, NewBuild, K::Plant, 2022),
    article("爱至礼观光产业园", None, "贺兰县", Signed, None, NewBuild, K::Tourism, 2022),
    article("图兰朵葡萄酒小镇", None, "贺兰县", Signed, None, NewBuild, K::Tourism, 2022),
    article("电子陶瓷封装材料项目", None, "贺兰县", Signed, None, NewBuild, K::Plant, 2022),
    article("年罐装易拉罐啤酒生产线项目", Some("年罐装*亿升易拉罐啤酒生产线项目"), "贺兰县", Negotiation, None, NewBuild, K::Plant, 2022),
    article("枸杞食品车间及职工宿舍楼建设项目", None, "贺兰县", Negotiation, None, NewBuild, K::Plant, 2022),
    article("成功红葡萄酒产学研及文旅综合开发项目", None, "贺兰县", Negotiation, None, NewBuild, K::Tourism, 2022),
];
