//! Which names are alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{ALIKE, Likeness, Ruling, RulingKind};

fn likeness(one: &str, other: &str) -> u8 {
    Likeness::to(one).of(other)
}

#[test]
fn names_of_one_project_and_of_two() {
    let check = |one: &str, other: &str, same: bool| {
        let found = likeness(one, other);
        assert_eq!(found >= ALIKE, same, "{one} / {other}: {found}");
        assert_eq!(likeness(other, one), found, "{other} / {one}");
    };
    // Written otherwise.
    check("贺兰县思思食品产业园项目", "银川市贺兰县思思食品产业园建设项目", true);
    check("年产10万吨乳品加工项目", "年产１０万吨乳品加工", true);
    check("宁夏回族自治区银川市乳品加工项目", "乳品加工", true);
    check("思思（宁夏）食品有限公司乳品加工项目", "思思食品有限公司乳品加工", true);
    check("中卫云基地大数据中心项目", "中卫市云基地大数据中心项目", true);
    check("乳品加工项目", "乳品加工项目一期", true);
    check("乳品加工项目第二期", "乳品加工2期项目", true);
    check("ABC电池材料项目", "abc电池材料", true);
    // Two.
    check("乳品加工项目一期", "乳品加工项目二期", false);
    check("乳品加工项目", "乳品加工项目二期", false);
    check("1号厂房项目", "2号厂房项目", false);
    check("标准厂房3#建设项目", "标准厂房4#建设项目", false);
    check("乳品加工第十二期", "乳品加工第二期", false);
    check("乳品加工项目", "肉品加工项目", false);
    check("风电装备制造基地", "光伏组件制造基地", false);
    check("大型超市项目", "银川市建设项目", false);
    check("", "乳品加工", false);
}

/// Whoever registers a project is compared with all of a large city, and nobody else registers meanwhile.
#[test]
fn how_long_a_city_takes() {
    const NAMES: usize = 10_000;
    let made = ["年产{}万吨乳品深加工", "风电装备制造基地{}", "银川市{}兆瓦光伏发电", "数据中心{}机柜"];
    let name =
        |number: usize| format!("{}项目", made[number % made.len()].replace("{}", &number.to_string()));
    let names: Vec<String> = (0..NAMES).map(name).collect();
    let mut times = [Duration::ZERO; 5].map(|_| {
        let begun = Instant::now();
        let own = Likeness::to("贺兰县年产10万吨乳品深加工建设项目");
        black_box(names.iter().filter(|name| own.is_alike(name)).count());
        begun.elapsed()
    });
    times.sort();
    println!("compared with {NAMES} names in {:?}", times[2]);
    if !cfg!(debug_assertions) {
        assert!(times[2] < Duration::from_millis(30), "{times:?}");
    }
}

#[test]
fn only_a_first_contact_has_an_end() {
    let day = "2024-12-31".parse().ok();
    for kind in RulingKind::ALL {
        for until in [None, day] {
            let ruling = Ruling::new(*kind, until);
            let fits = (*kind == RulingKind::FirstContactStands) == until.is_some();
            assert_eq!(ruling.map(|ruling| (ruling.kind(), ruling.until())), fits.then_some((*kind, until)));
        }
    }
}

/// Names as they are given: what is made, in characters that neither count nor name a place.
fn cores() -> impl Strategy<Value = String> {
    "[乳肉粮油酒茶钢铝硅煤电风光储氢芯云数据材装备]{4,10}"
}

proptest! {
    #[test]
    fn a_name_is_like_itself_however_it_is_put(core in cores()) {
        for put in [format!("银川市{core}项目"), format!("{core}建设项目"), format!(" {core} "), format!("{core}一期")] {
            prop_assert_eq!(likeness(&core, &put), 100, "{}", put);
        }
    }

    #[test]
    fn phases_are_never_the_same(core in cores(), one in 1_u32..30, other in 1_u32..30) {
        let found = likeness(&format!("{core}{one}期"), &format!("{core}{other}期"));
        prop_assert_eq!(found, if one == other { 100 } else { 0 });
    }

    #[test]
    fn it_is_the_same_both_ways_and_only_equal_names_are_whole(one in ".{0,20}", other in ".{0,20}") {
        let found = likeness(&one, &other);
        prop_assert_eq!(found, likeness(&other, &one));
        prop_assert!(found <= 100);
        prop_assert_eq!(likeness(&one, &one), 100);
    }

    #[test]
    fn what_shares_no_character_is_not_alike(one in "[乳肉粮油酒茶]{3,9}", other in "[钢铝硅煤电风]{3,9}") {
        prop_assert_eq!(likeness(&one, &other), 0);
    }
}
