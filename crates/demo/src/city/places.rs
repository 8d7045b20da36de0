//! Where: the city with its counties and parks, and the places of the other articles.

use luodi_domain::registry::RegionKind;

/// A region of the demo: its name, its GB/T 2260 code (none for a park), and the name of the one above it.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    pub(crate) kind: RegionKind,
    pub(crate) code: Option<&'static str>,
    pub(crate) within: Option<&'static str>,
}

const fn place(
    name: &'static str,
    kind: RegionKind,
    code: Option<&'static str>,
    within: Option<&'static str>,
) -> Place {
    Place { name, kind, code, within }
}

const fn county(name: &'static str, code: &'static str, within: &'static str) -> Place {
    place(name, RegionKind::County, Some(code), Some(within))
}

const fn park(name: &'static str, within: &'static str) -> Place {
    place(name, RegionKind::Park, None, Some(within))
}

/// Every region, after the one above it.
pub(crate) const PLACES: &[Place] = &[
    place("甘肃省", RegionKind::Province, Some("620000"), None),
    place("庆阳市", RegionKind::City, Some("621000"), Some("甘肃省")),
    county("西峰区", "621002", "庆阳市"),
    county("庆城县", "621021", "庆阳市"),
    county("环县", "621022", "庆阳市"),
    county("华池县", "621023", "庆阳市"),
    county("合水县", "621024", "庆阳市"),
    county("正宁县", "621025", "庆阳市"),
    county("宁县", "621026", "庆阳市"),
    county("镇原县", "621027", "庆阳市"),
    park("西峰工业园区", "庆阳市"),
    park("长庆桥工业园区", "庆阳市"),
    park("庆阳东数西算产业园区", "庆阳市"),
    place("陕西省", RegionKind::Province, Some("610000"), None),
    place("安康市", RegionKind::City, Some("610900"), Some("陕西省")),
    county("紫阳县", "610924", "安康市"),
    place("宁夏回族自治区", RegionKind::Province, Some("640000"), None),
    place("银川市", RegionKind::City, Some("640100"), Some("宁夏回族自治区")),
    county("贺兰县", "640122", "银川市"),
    park("贺兰工业园区", "贺兰县"),
];

/// An office that lands projects: the region it is for, and the one whose departments decide at the lowest level.
pub(crate) struct Landing {
    pub(crate) region: &'static str,
    pub(crate) name: &'static str,
    pub(crate) deciding: &'static str,
    pub(crate) specialists: usize,
}

const fn landing(
    region: &'static str,
    name: &'static str,
    deciding: &'static str,
    specialists: usize,
) -> Landing {
    Landing { region, name, deciding, specialists }
}

/// The city's own office first, then its counties, then its parks, then those of the other articles.
pub(crate) const LANDINGS: &[Landing] = &[
    landing("庆阳市", "庆阳市招商引资项目落地办公室", "西峰区", 8),
    landing("西峰区", "西峰区招商引资项目落地办公室", "西峰区", 6),
    landing("庆城县", "庆城县招商引资项目落地办公室", "庆城县", 5),
    landing("环县", "环县招商引资项目落地办公室", "环县", 5),
    landing("华池县", "华池县招商引资项目落地办公室", "华池县", 4),
    landing("合水县", "合水县招商引资项目落地办公室", "合水县", 4),
    landing("正宁县", "正宁县招商引资项目落地办公室", "正宁县", 4),
    landing("宁县", "宁县招商引资项目落地办公室", "宁县", 5),
    landing("镇原县", "镇原县招商引资项目落地办公室", "镇原县", 5),
    landing("西峰工业园区", "西峰工业园区管委会招商服务局", "西峰区", 4),
    landing("长庆桥工业园区", "长庆桥工业园区管委会招商服务局", "宁县", 3),
    landing("庆阳东数西算产业园区", "东数西算产业园区管委会招商服务局", "西峰区", 4),
    landing("安康市", "安康市招商落地服务中心", "紫阳县", 2),
    landing("紫阳县", "紫阳县招商落地服务中心", "紫阳县", 2),
    landing("贺兰县", "贺兰县招商引资项目服务专班办公室", "贺兰县", 3),
];
