//! Names that nobody bears: of people, and of enterprises.

use rand::RngExt;
use rand::rngs::StdRng;

const SURNAMES: &str =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎";
const GIVEN: &[&str] = &[
    "建国", "志强", "晓燕", "文华", "丽娟", "海涛", "永红", "秀兰", "国栋", "彩霞", "宏伟", "玉梅", "鹏飞",
    "雅琴", "振东", "小龙", "淑芳", "世杰", "桂英", "立军", "春燕", "维民", "佳宁", "俊峰", "慧敏", "德胜",
    "红梅", "子轩", "亚楠", "卫东", "晨曦", "思源", "继业", "婷婷", "明远", "雪莲", "浩然", "巧玲", "天宇",
    "静怡",
];
const BRANDS: &[&str] = &[
    "恒泽",
    "启明",
    "瑞禾",
    "中昊",
    "云帆",
    "金穗",
    "华锐",
    "绿源",
    "博远",
    "聚能",
    "天工",
    "鼎新",
    "泰和",
    "融创源",
    "星瀚",
    "宏图",
    "丰泽",
    "佳禾",
    "远景诚",
    "凌云",
    "国瑞达",
    "德润",
    "锦程",
    "万隆",
    "嘉禾",
    "旭升",
    "盛世源",
    "康元",
    "正元",
    "巨擘",
    "景泰",
    "汇智",
    "信达源",
    "伟创",
    "安澜",
    "长风",
    "晟辉",
    "卓越源",
    "蓝海",
    "众合",
];
const HOMES: &[(&str, &str)] = &[
    ("北京", "110108"),
    ("上海", "310115"),
    ("深圳", "440305"),
    ("杭州", "330106"),
    ("南京", "320102"),
    ("苏州", "320506"),
    ("西安", "610113"),
    ("兰州", "620102"),
    ("武汉", "420106"),
    ("成都", "510104"),
    ("济南", "370102"),
    ("天津", "120104"),
    ("福州", "350102"),
    ("广州", "440106"),
    ("郑州", "410105"),
];

/// One of a list.
pub(crate) fn pick<T: Copy>(rng: &mut StdRng, list: &[T]) -> Option<T> {
    let most = list.len().checked_sub(1)?;
    list.get(rng.random_range(0..=most)).copied()
}

/// A person's name.
pub(crate) fn person(rng: &mut StdRng) -> String {
    let surname = SURNAMES.chars().nth(rng.random_range(0..SURNAMES.chars().count())).unwrap_or('王');
    format!("{surname}{}", pick(rng, GIVEN).unwrap_or("明"))
}

/// A telephone number of a range that no carrier gives out.
pub(crate) fn phone(rng: &mut StdRng) -> String {
    format!("100{:08}", rng.random_range(0..100_000_000_u32))
}

/// A brand, the `n`th: two of them joined once all were used, then three.
pub(crate) fn brand(n: usize) -> String {
    let most = BRANDS.len();
    let round = n / most;
    let mut brand = BRANDS[n % most].to_owned();
    if round > 0 {
        brand.extend(BRANDS[(n * 7 + round * 3) % most].chars().take(1));
    }
    if let Some(further) = (round / most).checked_sub(1) {
        brand.extend(BRANDS[further % most].chars().take(1));
    }
    brand
}

/// Where an investor comes from: the city and its region code.
pub(crate) fn home(rng: &mut StdRng) -> (&'static str, &'static str) {
    pick(rng, HOMES).unwrap_or(("兰州", "620102"))
}
