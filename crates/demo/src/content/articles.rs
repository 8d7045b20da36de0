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

/// Whose office an article tells of, and of which year.
#[derive(Clone, Copy)]
struct Source(&'static str, i32);

/// What is built, and on which track.
#[derive(Clone, Copy)]
struct Shape(Track, Kind);

const fn article(
    name: &'static str,
    alias: Option<&'static str>,
    source: Source,
    stage: Stage,
    chain: Option<&'static str>,
    shape: Shape,
) -> Article {
    let (Source(region, year), Shape(track, kind)) = (source, shape);
    Article { name, alias, region, stage, chain, track, kind, year }
}

use Stage::{Negotiation, Permitting, Producing, Signed, Started};

/// 庆阳市, January to October 2024: signed this year, and brought in before and producing by now.
const QINGYANG: Source = Source("庆阳市", 2024);
const QINGYANG_BEFORE: Source = Source("庆阳市", 2023);
/// 安康市, 2020.
const ANKANG: Source = Source("安康市", 2020);
const ZIYANG: Source = Source("紫阳县", 2019);
/// 贺兰县, January to September 2022.
const HELAN: Source = Source("贺兰县", 2022);

const PLANT: Shape = Shape(Track::NewBuild, Kind::Plant);
const CHEMICAL: Shape = Shape(Track::NewBuild, Kind::Chemical);
const FARM: Shape = Shape(Track::NewBuild, Kind::Farm);
const TOURISM: Shape = Shape(Track::NewBuild, Kind::Tourism);
const MACHINE_HALL: Shape = Shape(Track::NewBuild, Kind::DataCentre);
const WORKSHOP: Shape = Shape(Track::Leased, Kind::Workshop);
const LIGHT: Shape = Shape(Track::AssetLight, Kind::Light);

const MACHINES: Option<&str> = Some("装备制造");
const FARMS: Option<&str> = Some("现代农业");
const DIGITAL: Option<&str> = Some("数字经济");
const OIL: Option<&str> = Some("油煤气化工");

/// Every project that an article names.
pub const ARTICLES: &[Article] = &[
    article("链景增材项目", None, QINGYANG, Signed, MACHINES, WORKSHOP),
    article("泛联电子项目", None, QINGYANG, Signed, MACHINES, WORKSHOP),
    article("世宁新材料项目", None, QINGYANG, Signed, MACHINES, PLANT),
    article("菌粮瓜蔬“三元双向”循环农业现代示范园项目", None, QINGYANG, Signed, FARMS, FARM),
    article("低碳菌业产业园项目", None, QINGYANG, Signed, FARMS, FARM),
    article("圣农食品熟食加工厂项目", None, QINGYANG, Signed, FARMS, PLANT),
    article("中航科工无人机生产项目", Some("中航科工"), QINGYANG, Signed, MACHINES, WORKSHOP),
    article("超级马赫无人机生产项目", Some("超级马赫"), QINGYANG, Signed, MACHINES, WORKSHOP),
    article("庆阳同欣50万吨/年轻烃深加工项目", None, QINGYANG, Signed, OIL, CHEMICAL),
    article(
        "诚迈科技信创产业基地",
        Some("诚迈科技信创产业基地项目"),
        QINGYANG,
        Permitting,
        DIGITAL,
        WORKSHOP,
    ),
    article("百度智能云千帆大模型赋能创新中心", None, QINGYANG_BEFORE, Producing, DIGITAL, LIGHT),
    article("京东数字经济产业园", None, QINGYANG_BEFORE, Producing, DIGITAL, MACHINE_HALL),
    article("燧原科技国产万卡集群", None, QINGYANG_BEFORE, Producing, DIGITAL, MACHINE_HALL),
    article("易事特东数西算装备制造基地项目", None, QINGYANG_BEFORE, Producing, DIGITAL, PLANT),
    article("安康无水港多式联运项目", None, ANKANG, Permitting, None, PLANT),
    article("正安康达特种车辆及零部件生产项目", None, ANKANG, Permitting, None, PLANT),
    article("苏陕捷明乐科创园项目", None, ANKANG, Permitting, None, PLANT),
    article(
        "安康苏陕源杰电子有限公司电子元器件生产项目",
        Some("苏陕源杰电子元器件生产项目"),
        ANKANG,
        Started,
        None,
        WORKSHOP,
    ),
    article(
        "紫阳县陆鑫运动制品有限公司皮鞋生产项目",
        Some("陆鑫运动制品"),
        ZIYANG,
        Producing,
        None,
        WORKSHOP,
    ),
    article("深圳市晶兰特科技有限公司LED电子屏生产线项目", None, HELAN, Signed, None, PLANT),
    article(
        "思思食品航空系列食品加工项目",
        Some("思思食品年产*吨航空系列食品加工项目"),
        HELAN,
        Started,
        None,
        PLANT,
    ),
    article("爱至礼观光产业园", None, HELAN, Signed, None, TOURISM),
    article("图兰朵葡萄酒小镇", None, HELAN, Signed, None, TOURISM),
    article("电子陶瓷封装材料项目", None, HELAN, Signed, None, PLANT),
    article(
        "年罐装易拉罐啤酒生产线项目",
        Some("年罐装*亿升易拉罐啤酒生产线项目"),
        HELAN,
        Negotiation,
        None,
        PLANT,
    ),
    article("枸杞食品车间及职工宿舍楼建设项目", None, HELAN, Negotiation, None, PLANT),
    article("成功红葡萄酒产学研及文旅综合开发项目", None, HELAN, Negotiation, None, TOURISM),
];
