//! What is invested in: the eight chains 产业链 of the city's article, with products, industries (GB/T 4754-2017) and kinds.

use luodi_domain::stage::Track;

/// What kind of permits a project needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A factory on land of its own.
    Plant,
    /// Wind, sun, storage.
    Energy,
    /// Oil, gas and chemicals.
    Chemical,
    /// Machines in halls.
    DataCentre,
    /// Farming and food.
    Farm,
    /// Tourism and care.
    Tourism,
    /// A workshop that is there already.
    Workshop,
    /// Nothing is built.
    Light,
}

/// Something to invest in.
pub(crate) struct Product {
    pub(crate) chain: &'static str,
    pub(crate) name: &'static str,
    pub(crate) industry: &'static str,
    pub(crate) track: Track,
    pub(crate) kind: Kind,
}

const fn product(
    chain: &'static str,
    name: &'static str,
    industry: &'static str,
    track: Track,
    kind: Kind,
) -> Product {
    Product { chain, name, industry, track, kind }
}

const ENERGY: &str = "综合能源";
const OIL: &str = "油煤气化工";
const DIGITAL: &str = "数字经济";
const MACHINES: &str = "装备制造";
const FARMS: &str = "现代农业";
const TRAVEL: &str = "文化旅游";
const CARE: &str = "医药康养";
const GREEN: &str = "绿色环保";

use Kind as K;
use Track::{Acquisition, AssetLight, Leased, NewBuild, Upgrade};

/// Every product, the chains taking turns.
pub(crate) const PRODUCTS: &[Product] = &[
    product(ENERGY, "100兆瓦光伏发电", "D44", NewBuild, K::Energy),
    product(OIL, "轻烃综合利用", "C26", NewBuild, K::Chemical),
    product(DIGITAL, "智算中心", "I64", NewBuild, K::DataCentre),
    product(MACHINES, "风电塔筒制造", "C34", NewBuild, K::Plant),
    product(FARMS, "肉羊标准化养殖基地", "A03", NewBuild, K::Farm),
    product(TRAVEL, "红色文化旅游综合体", "N78", NewBuild, K::Tourism),
    product(CARE, "中药材精深加工", "C27", NewBuild, K::Plant),
    product(GREEN, "固废资源化利用", "C42", NewBuild, K::Plant),
    product(DIGITAL, "服务器整机制造", "C39", Leased, K::Workshop),
    product(DIGITAL, "数据标注基地", "I65", AssetLight, K::Light),
    product(FARMS, "苹果冷链分选中心", "G59", NewBuild, K::Farm),
    product(MACHINES, "石油钻采装备技改", "C35", Upgrade, K::Workshop),
    product(ENERGY, "农光互补光伏发电", "D44", NewBuild, K::Energy),
    product(GREEN, "再生铝加工", "C32", NewBuild, K::Plant),
    product(CARE, "康养小镇", "Q84", NewBuild, K::Tourism),
    product(FARMS, "小杂粮精深加工", "C13", Leased, K::Workshop),
    product(OIL, "煤层气液化", "C25", NewBuild, K::Chemical),
    product(DIGITAL, "工业互联网平台", "I65", AssetLight, K::Light),
    product(MACHINES, "储能设备制造", "C38", NewBuild, K::Plant),
    product(FARMS, "黄花菜加工", "C13", NewBuild, K::Plant),
    product(TRAVEL, "窑洞民宿集群", "H61", NewBuild, K::Tourism),
    product(ENERGY, "共享储能电站", "D44", NewBuild, K::Energy),
    product(GREEN, "秸秆生物质颗粒", "C25", Leased, K::Workshop),
    product(MACHINES, "电线电缆制造", "C38", Leased, K::Workshop),
    product(CARE, "医疗器械生产", "C35", Leased, K::Workshop),
    product(OIL, "油田化学助剂扩能", "C26", Upgrade, K::Workshop),
    product(DIGITAL, "云计算数据中心", "I64", NewBuild, K::DataCentre),
    product(FARMS, "设施蔬菜产业园", "A01", NewBuild, K::Farm),
    product(TRAVEL, "文创产品研发", "R88", AssetLight, K::Light),
    product(GREEN, "污水处理设备并购重组", "C35", Acquisition, K::Workshop),
];
