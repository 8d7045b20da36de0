//! The messes of real ledgers, a row for each (`docs/ledgers.md` has the same table in words).

use super::*;
use crate::table::{Field, Kind};
use crate::value::{Amount, Person, Tick};

fn name(row: &Row) -> String {
    row.name.clone().unwrap_or_default()
}

fn yuan(amount: Option<Amount>) -> String {
    amount.map_or("-".to_owned(), |amount| amount.money.to_yuan_string())
}

fn people(people: &[Person]) -> String {
    let told = |person: &Person| {
        format!("{}{}", person.name, person.phone.as_ref().map_or(String::new(), |phone| format!(" {phone}")))
    };
    people.iter().map(told).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_plain_ledger_is_read() {
    check(
        "项目名称|总投资(万元)|阶段
         乳品加工|#5000|在谈
         风电|12000|已开工",
        |row| format!("{} {} {}", name(row), yuan(row.investment), row.stage.unwrap()),
        &["2 乳品加工 50000000.00 NEGOTIATION", "3 风电 120000000.00 STARTED"],
    );
}

#[test]
fn headings_over_headings_and_merged_cells_are_joined() {
    check(
        "某市台账|<|<|<|<|<|<
         单位:亿元|<|<|<|<|<|<
         序号|项目名称|签约情况|<|投资方|<|总投资
         ^|^|类型|时间|企业名称|统一社会信用代码|^
         1|乳品加工|合同|2024年5月底|某公司||1.5",
        |row| {
            format!(
                "{} {} {} {} {}",
                name(row),
                row.agreement.unwrap(),
                row.signed_on.as_ref().unwrap(),
                row.investor.as_ref().unwrap(),
                yuan(row.investment)
            )
        },
        &["5 乳品加工 CONTRACT 2024-05-31 某公司 150000000.00"],
    );
}

#[test]
fn a_heading_above_the_one_that_is_known_belongs_to_it() {
    let read = ledger(
        "台账|<|<|<|<
         基本情况|<|<|手续|<
         项目名称|总投资(亿元)|县区|备案|环评
         乳品加工|#1|甲县|√|×",
    )
    .unwrap();
    assert_eq!((read.header.first, read.header.last), (1, 2));
    assert_eq!(read.header.columns[3].heading(), "手续/备案");
    assert_eq!(read.rows[0].permits["eia"], Tick::NotDone);
}

#[test]
fn merged_cells_fill_by_their_range_and_nothing_else_does() {
    check(
        "项目名称|县(区)|总投资(亿元)
         一厂|甲县|1
         二厂|^|1
         三厂||1
         四厂|乙县|1",
        |row| format!("{} {:?}", name(row), row.region_code.as_ref().map(RegionCode::as_str)),
        &["2 一厂 Some(\"621021\")", "3 二厂 Some(\"621021\")", "4 三厂 None", "5 四厂 Some(\"621022\")"],
    );
}

#[test]
fn a_county_that_nobody_knows_is_known_by_the_codes_of_its_projects() {
    check(
        "项目名称|县(区)|项目代码
         一厂|丙县|2407-621002-04-01-743916
         二厂|^|2409-621002-04-01-011070
         三厂|^|2405-621021-04-01-370289
         四厂|^|
         五厂|丁县|2402-621002-04-01-772182
         六厂|^|2405-621021-04-01-370289
         七厂|戊县|",
        |row| row.region_code.as_ref().map_or("-".to_owned(), |code| code.as_str().to_owned()),
        &["2 621002", "3 621002", "4 621002", "5 621002", "6 -", "7 -", "8 -"],
    );
}

#[test]
fn sections_and_sums_are_no_projects_and_hold_the_rows() {
    let read = ledger(
        "项目名称|总投资(亿元)|阶段|备注
         一、甲县(2个)|<|<|<
         一厂|#1.5|在谈|
         二厂|#2|在谈|
         小计|#3.5||
         二、乙县(2个)|<|<|<
         三厂|#1|在谈|
         合 计|#5||
         注:总投资含土地|<|<|<",
    )
    .unwrap();
    let rows: Vec<_> = read.rows.iter().map(|row| (name(row), row.county.clone().unwrap())).collect();
    let expected = [("一厂", "甲县"), ("二厂", "甲县"), ("三厂", "乙县")];
    assert_eq!(rows, expected.map(|(name, county)| (name.to_owned(), county.to_owned())));
    let controls: Vec<_> = read
        .controls
        .iter()
        .map(|control| (control.label.as_str(), control.count, control.holds()))
        .collect();
    assert_eq!(
        controls,
        [
            ("小计", None, true),
            ("甲县", Some((2, 2)), true),
            ("乙县", Some((2, 1)), false),
            ("合计", None, false)
        ]
    );
    assert_eq!(read.skipped.last().unwrap().kind, Kind::Note("注:总投资含土地".to_owned()));
}

#[test]
fn a_sum_may_be_of_all_rows_or_of_those_that_are_not_refused() {
    let check = |sum: &str, expected: bool| {
        let rows = "项目名称|总投资(亿元)|统一社会信用代码\n一厂|#1.5|\n二厂|#2|91621002765611591G\n合计|";
        assert_eq!(ledger(&format!("{rows}{sum}|")).unwrap().controls[0].holds(), expected, "{sum}");
    };
    check("#3.5", true);
    check("#1.5", true);
    check("#3.51", true);
    check("#2", false);
}

#[test]
fn months_that_count_from_january_are_kept_as_given() {
    let read = ledger(
        "项目名称|总投资(亿元)|到位资金(亿元)|<|<
         ^|^|累计|其中:1-8月|1-9月
         一厂|#5|#1.2|#0.8|#1.2",
    )
    .unwrap();
    assert_eq!(read.cumulative, Some(true));
    let row = &read.rows[0];
    assert_eq!(yuan(row.funds), "120000000.00");
    let months: Vec<_> =
        row.funds_of.iter().map(|(months, amount)| (months.last, yuan(Some(*amount)))).collect();
    assert_eq!(months, [(8, "80000000.00".to_owned()), (9, "120000000.00".to_owned())]);
    // Single months may be either; what stands there tells.
    let check = |rows: &str, expected: bool| {
        let head = "项目名称|总投资(亿元)|到位资金(亿元)|<|<\n^|^|累计|8月|9月\n";
        assert_eq!(ledger(&format!("{head}{rows}")).unwrap().cumulative, Some(expected), "{rows}");
    };
    check("一厂|#5|#1.2|#0.8|#1.2\n二厂|#5|#2|#1|#2", true);
    check("一厂|#5|#1.2|#0.8|#0.4\n二厂|#5|#2|#1|#1", false);
}

#[test]
fn people_phones_ticks_and_numbers_are_read() {
    check(
        "项目名称|总投资(亿元)|责任人|落地专员|落地专员电话|备案|施工许可
         一厂|1|李一、王二\\n张三|落地专员 周文,15685957489||庆审发〔2024〕260号|正在办
         二厂|1|王　敏|赵六|#13812345678|√|",
        |row| {
            let permits: Vec<String> = row.permits.values().map(|tick| format!("{tick:?}")).collect();
            format!("{} | {} | {}", people(&row.owners), people(row.agent.as_slice()), permits.join(" "))
        },
        &[
            "2 李一, 王二, 张三 | 周文 15685957489 | InProgress Done { document: Some(\"庆审发〔2024〕260号\"), on: None }",
            "3 王敏 | 赵六 13812345678 | NotDone Done { document: None, on: None }",
        ],
    );
}

#[test]
fn a_row_with_anything_that_cannot_be_read_is_refused_with_all_of_it() {
    check(
        "项目名称|项目代码|统一社会信用代码|总投资(亿元)|开工时间|阶段|备案
         一厂|||面议|已开工|良好|基本完成
         二厂|2409-621002-04-01-011071|91621002765611591G|1|||
         |||1|||
         三厂|#24096210020401010000||!#REF!|#2024.1||",
        name,
        &[
            "2 ! 总投资不是数字；开工时间不是日期；阶段不明；备案看不出是否已办",
            "3 ! 项目代码校验位错误；统一社会信用代码校验位错误",
            "4 ! 项目名称为空",
            "5 ! 项目代码存为数字；总投资公式出错；开工时间月份不明",
        ],
    );
}

#[test]
fn an_amount_without_a_unit_anywhere_is_asked() {
    check("项目名称|总投资|阶段\n一厂|#5000|在谈\n二厂|3亿元|在谈", name, &["2 ! 总投资单位不明", "3 二厂"]);
}

#[test]
fn a_day_without_a_year_is_of_the_year_of_the_title() {
    check(
        "台账(截至2024年10月底)|<|<
         项目名称|签约时间|阶段
         一厂|5月中旬|已签约",
        |row| row.signed_on.as_ref().unwrap().code(),
        &["3 2024-05-20"],
    );
    check("项目名称|签约时间|阶段\n一厂|5月中旬|已签约", name, &["2 ! 签约时间没有年份"]);
}

#[test]
fn a_header_that_pages_repeat_is_no_project() {
    check(
        "项目名称|总投资(亿元)|阶段\n一厂|1|在谈\n项目名称|总投资(亿元)|阶段\n二厂|2|在谈",
        name,
        &["2 一厂", "4 二厂"],
    );
}

#[test]
fn what_nobody_knows_is_left_where_it_is() {
    let read = ledger("项目名称|总投资(亿元)|阶段|颜色|备注\n一厂|1|在谈|蓝|急").unwrap();
    assert_eq!(read.header.columns[3].field, None);
    assert_eq!(read.rows[0].texts[&Field::Remarks], "急");
}

#[test]
fn what_is_no_ledger_is_refused() {
    assert_eq!(ledger("").unwrap_err(), ReadError::NoHeader);
    assert_eq!(ledger("会议通知|<|<\n各县区:|<|<").unwrap_err(), ReadError::NoHeader);
    assert_eq!(ledger("总投资|阶段|备案\n#1|在谈|√").unwrap_err(), ReadError::NoNames);
}
