//! Conditions as people write them, read and written.

use luodi_domain::attribute::{Attribute, Kind, Quantity};
use luodi_domain::catalogue::{Comparison, Condition, Test};
use proptest::prelude::*;

use super::{DEEPEST, parse, written};

#[test]
fn conditions_are_read_and_written() {
    /// What is written of what was read.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text).map(|condition| written(&condition)).as_deref(), Ok(expected), "{text}");
    }
    check("always", "always");
    check(" not\tin_park ", "not in_park");
    check("not not in_park", "not not in_park");
    check("land_path=BATCH", "land_path = BATCH");
    check("land_path != BATCH", "land_path != BATCH");
    check("not (land_path = BATCH)", "land_path != BATCH");
    check("forest_ha>=0.50", "forest_ha >= 0.5");
    check(
        "forest_ha < 5 or forest_ha <= 5 or forest_ha > 7",
        "forest_ha < 5 or forest_ha <= 5 or forest_ha > 7",
    );
    check("in_park and hazchem or mine", "in_park and hazchem or mine");
    check("in_park and (hazchem or mine)", "in_park and (hazchem or mine)");
    check("((in_park))", "in_park");
    check("in_park or (hazchem or mine)", "in_park or (hazchem or mine)");
    check("not (in_park and mine)", "not (in_park and mine)");
}

#[test]
fn words_bind_as_they_say() {
    let flag = |attribute| Condition::Test(attribute, Test::Set);
    let energy =
        Condition::Test(Attribute::EnergyTce, Test::Number(Comparison::AtLeast, Quantity::whole(1_000)));
    assert_eq!(
        parse("in_park or not mine and energy_tce >= 1000"),
        Ok(Condition::Any(vec![
            flag(Attribute::InPark),
            Condition::All(vec![Condition::Not(Box::new(flag(Attribute::Mine))), energy]),
        ]))
    );
}

#[test]
fn each_mistake_is_named_with_its_column() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text).unwrap_err().to_string(), expected, "{text}");
    }
    check("", "column 1: it ends where an attribute should stand");
    check("in_park and", "column 12: it ends where an attribute should stand");
    check("(in_park", "column 9: it ends where `)` should stand");
    check("(in_park mine", "column 10: \"mine\" stands where `)` should");
    check("in_park)", "column 8: \")\" stands where `and`, `or` or nothing should");
    check("in_park mine", "column 9: \"mine\" stands where `and`, `or` or nothing should");
    check("and in_park", "column 1: \"and\" stands where an attribute should");
    check("5 < forest_ha", "column 1: \"5\" stands where an attribute should");
    check("in_park or inpark", "column 12: there is no attribute \"inpark\"");
    check("in_park = true", "column 9: in_park is yes or no: write it alone, or `not in_park`");
    check("land_path", "column 10: it ends where `=` or `!=` for land_path should stand");
    check("land_path > 3", "column 11: \">\" stands where `=` or `!=` for land_path should");
    check("land_path =", "column 12: it ends where one of BATCH, SINGLE should stand");
    check("land_path = batch", "column 13: land_path has no choice \"batch\", it has BATCH, SINGLE");
    check("forest_ha", "column 10: it ends where `<`, `<=`, `>=` or `>` for forest_ha should stand");
    check("forest_ha = 5", "column 11: \"=\" stands where `<`, `<=`, `>=` or `>` for forest_ha should");
    check(
        "forest_ha >= much",
        "column 14: \"much\" stands where a number of ha with at most four decimals should",
    );
    check(
        "forest_ha >= 0.00001",
        "column 14: \"0.00001\" stands where a number of ha with at most four decimals should",
    );
    check(
        "forest_ha >= 1.2.3",
        "column 14: \"1.2.3\" stands where a number of ha with at most four decimals should",
    );
    check("forest_ha >= -1", "column 14: '-' is nothing that conditions have");
    check("位于园区", "column 1: '位' is nothing that conditions have");
    check("in_park 或 mine", "column 9: '或' is nothing that conditions have");
    let deep = format!("{}in_park", "not ".repeat(DEEPEST + 1));
    check(&deep, "column 81: more than 20 parentheses or `not` in one another");
}

#[test]
fn mistakes_as_people_read_them() {
    #[track_caller]
    fn check(text: &str, zh: &str, en: &str) {
        let words = parse(text).unwrap_err().words();
        assert_eq!((words.zh.as_str(), words.en.as_str()), (zh, en), "{text}");
    }
    check("in_park 或 mine", "第9个字符：条件中不能有“或”", "column 9: '或' is nothing that conditions have");
    check("not water", "第5个字符：没有属性“water”", "column 5: there is no attribute \"water\"");
    check(
        "land_path = ROAD",
        "第13个字符：属性“农转用路径”没有选项“ROAD”，只有 BATCH（批次用地）、SINGLE（单独选址）",
        "column 13: land_path has no choice \"ROAD\", it has BATCH, SINGLE",
    );
    check(
        "in_park = true",
        "第9个字符：属性“位于园区”只有是与否，应单独写 in_park 或 not in_park",
        "column 9: in_park is yes or no: write it alone, or `not in_park`",
    );
    check(
        "forest_ha = 5",
        "第11个字符：“=”处应为比较符号 <、<=、>= 或 >（属性“使用林地”）",
        "column 11: \"=\" stands where `<`, `<=`, `>=` or `>` for forest_ha should",
    );
    check(
        "land_path > BATCH",
        "第11个字符：“>”处应为= 或 !=（属性“农转用路径”）",
        "column 11: \">\" stands where `=` or `!=` for land_path should",
    );
    check(
        "land_path =",
        "第12个字符：条件不完整，后面应有以下选项之一：BATCH（批次用地）、SINGLE（单独选址）",
        "column 12: it ends where one of BATCH, SINGLE should stand",
    );
    check(
        "forest_ha > x",
        "第13个字符：“x”处应为最多四位小数的数字（单位：公顷）",
        "column 13: \"x\" stands where a number of ha with at most four decimals should",
    );
    check("(in_park", "第9个字符：条件不完整，后面应有右括号", "column 9: it ends where `)` should stand");
    check("", "第1个字符：条件不完整，后面应有属性", "column 1: it ends where an attribute should stand");
    check(
        "in_park mine",
        "第9个字符：“mine”处应为 and、or 或结束",
        "column 9: \"mine\" stands where `and`, `or` or nothing should",
    );
    let deep = format!("{}in_park", "not ".repeat(DEEPEST + 1));
    let en = "column 81: more than 20 parentheses or `not` in one another";
    check(&deep, "第81个字符：括号或 not 嵌套超过20层", en);
}

fn test() -> impl Strategy<Value = Condition> {
    let comparisons = [Comparison::Less, Comparison::AtMost, Comparison::AtLeast, Comparison::More];
    let number = (prop::sample::select(comparisons.to_vec()), 0_u32..100_000, 0_u32..10_000);
    (prop::sample::select(Attribute::ALL), any::<prop::sample::Index>(), number).prop_map(
        |(attribute, index, (comparison, whole, parts))| {
            let test = match attribute.kind() {
                Kind::Flag => Test::Set,
                Kind::Choice(choices) => Test::Is(index.get(choices)),
                Kind::Number(_) => {
                    let quantity = Quantity::parse(&format!("{whole}.{parts:04}")).unwrap();
                    Test::Number(comparison, quantity)
                }
            };
            Condition::Test(attribute, test)
        },
    )
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![9 => test(), 1 => Just(Condition::Always)];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let several = || prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            inner.clone().prop_map(|condition| Condition::Not(Box::new(condition))),
            several().prop_map(Condition::All),
            several().prop_map(Condition::Any),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(condition in condition()) {
        let text = written(&condition);
        prop_assert_eq!(parse(&text), Ok(condition), "{}", text);
    }

    #[test]
    fn no_text_is_too_much(text in "[a-z_ ()=!<>0-9.A-Z或]{0,60}") {
        if let Err(error) = parse(&text) {
            prop_assert!(error.column >= 1 && error.column <= text.chars().count() + 1, "{}", text);
        }
    }
}
