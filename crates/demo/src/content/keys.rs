//! The key projects 重大项目: what each asks for, chosen so that what their plans ask for before the points that they have
//! passed comes to what the article counts: 29 provincial, 78 city and 416 county permits.

use super::facts::Site;
use crate::life::Course;

/// How many permits a plan asks for, by deciding level. What the enterprise, a township or the State decides is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Counts {
    pub(crate) county: usize,
    pub(crate) city: usize,
    pub(crate) provincial: usize,
}

/// Key projects of one product, as many as are listed.
pub(crate) struct Key {
    /// The product.
    pub(crate) product: &'static str,
    /// Whether they produce already.
    pub(crate) producing: bool,
    /// On which land, what else is about each, and what its plan asks for before the start, or before production if it
    /// produces.
    pub(crate) profiles: &'static [Profile],
}

/// What is about some key projects of a product, one after another.
pub(crate) struct Profile {
    pub(crate) many: usize,
    pub(crate) course: Course,
    pub(crate) site: Site,
    pub(crate) more: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "what the plans are held to, by a test"))]
    pub(crate) counts: Counts,
}

const fn profile(many: usize, site: Site, more: &'static str, counts: [usize; 3]) -> Profile {
    let [county, city, provincial] = counts;
    Profile { many, course: Course::Plain, site, more, counts: Counts { county, city, provincial } }
}

/// Split into phases, whose company the whole project has registered: what both ask for.
const fn split(site: Site, more: &'static str, counts: [usize; 3]) -> Profile {
    Profile { course: Course::Phases, ..profile(1, site, more, counts) }
}

const fn with_gaps(site: Site, more: &'static str, counts: [usize; 3]) -> Profile {
    Profile { course: Course::WithGaps, ..profile(1, site, more, counts) }
}

const fn renamed(site: Site, more: &'static str, counts: [usize; 3]) -> Profile {
    Profile { course: Course::Renamed, ..profile(1, site, more, counts) }
}

const fn produces(product: &'static str, profiles: &'static [Profile]) -> Key {
    Key { product, producing: true, profiles }
}

const fn started(product: &'static str, profiles: &'static [Profile]) -> Key {
    Key { product, producing: false, profiles }
}

use Site::{Facility, Held, Open, Standard};

/// Pieces are sorted and packed, nothing is cooked: registered online 登记表.
const SIMPLE: &str = "eia_class TABLE; pollutant_class REGISTRATION";
/// Served by the lines that are there, with a treatment of its own.
const CONNECTED: &str = "power_supply no; sewer_discharge no; pollutant_class REGISTRATION";
const SIMPLE_CONNECTED: &str =
    "power_supply no; sewer_discharge no; pollutant_class REGISTRATION; eia_class TABLE";
/// Above ten thousand tonnes the province reviews it.
const LARGE_FURNACE: &str = "energy_tce 12600; power_mwh 21000";
const SMALL_PLANT: &str = "energy_tce 900; power_mwh 4200";

/// Every key project, by product in the order in which they are told.
pub(crate) const KEYS: &[Key] = &[
    produces("100兆瓦光伏发电", &[profile(1, Open, "", [5, 1, 2])]),
    produces("风电塔筒制造", &[profile(1, Held, "power_supply no", [12, 4, 0])]),
    produces("肉羊标准化养殖基地", &[profile(1, Facility, "eia_class TABLE", [6, 0, 0])]),
    produces("中药材精深加工", &[profile(1, Held, SIMPLE_CONNECTED, [12, 4, 0])]),
    produces("固废资源化利用", &[profile(1, Held, CONNECTED, [12, 5, 0])]),
    produces("苹果冷链分选中心", &[profile(1, Facility, "", [6, 1, 0])]),
    started("中药材精深加工", &[profile(1, Held, "", [8, 2, 0]), profile(2, Held, SIMPLE, [8, 1, 0])]),
    started("固废资源化利用", &[profile(1, Held, "", [8, 2, 0]), profile(2, Held, SIMPLE, [8, 1, 0])]),
    started("苹果冷链分选中心", &[profile(2, Facility, "", [4, 0, 0]), split(Facility, "", [6, 0, 0])]),
    started("农光互补光伏发电", &[profile(2, Open, "", [5, 1, 1]), split(Open, "", [8, 2, 2])]),
    started(
        "再生铝加工",
        &[
            split(Held, LARGE_FURNACE, [14, 6, 2]),
            profile(1, Held, LARGE_FURNACE, [8, 3, 1]),
            profile(1, Held, "", [8, 4, 0]),
        ],
    ),
    started(
        "康养小镇",
        &[
            profile(1, Held, "", [10, 1, 0]),
            profile(1, Held, "fire_special no", [9, 1, 0]),
            with_gaps(Held, "fire_special no", [9, 1, 0]),
        ],
    ),
    started(
        "煤层气液化",
        &[profile(1, Held, "", [10, 4, 2]), with_gaps(Held, "", [10, 4, 2]), renamed(Held, "", [10, 4, 2])],
    ),
    started(
        "储能设备制造",
        &[with_gaps(Held, "", [8, 1, 0]), renamed(Held, "", [8, 1, 0]), profile(1, Held, "", [8, 1, 0])],
    ),
    started("黄花菜加工", &[renamed(Held, "", [8, 1, 0]), profile(2, Standard, "", [12, 1, 0])]),
    started("窑洞民宿集群", &[profile(3, Open, "", [4, 0, 0])]),
    started("共享储能电站", &[profile(2, Open, "", [4, 0, 0])]),
    started("云计算数据中心", &[profile(2, Held, "", [10, 2, 1])]),
    started("设施蔬菜产业园", &[profile(1, Facility, "", [4, 0, 0]), split(Facility, "", [6, 0, 0])]),
    started("100兆瓦光伏发电", &[split(Open, "", [8, 2, 2]), profile(1, Open, "", [5, 1, 1])]),
    started("轻烃综合利用", &[profile(2, Held, SMALL_PLANT, [10, 3, 2])]),
    started("智算中心", &[profile(1, Held, "", [10, 1, 2]), with_gaps(Held, "", [10, 1, 2])]),
    started("风电塔筒制造", &[with_gaps(Held, "", [8, 1, 0]), renamed(Held, "", [8, 1, 0])]),
    started(
        "肉羊标准化养殖基地",
        &[
            renamed(Facility, "eia_class TABLE", [4, 0, 0]),
            profile(1, Facility, "eia_class TABLE", [4, 0, 0]),
        ],
    ),
    started(
        "红色文化旅游综合体",
        &[profile(1, Open, "", [6, 0, 0]), profile(1, Open, "relics yes", [6, 0, 1])],
    ),
];
