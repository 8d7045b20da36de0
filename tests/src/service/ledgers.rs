//! `luodi import ledger`: what it says of a file, and what it writes.

use std::fs;
use std::path::Path;
use std::process::Command;

use luodi_testkit::binary::luodi;
use serde_json::{Value, json};

use super::home::Ended;

const LEDGER: &str = "\
某市招商引资台账(截至2024年10月底),,,,,,,,\n\
单位:亿元,,,,,,,,\n\
项目名称,项目代码,统一社会信用代码,县(区),总投资,签约时间,落地专员及电话,环评,阶段\n\
一厂,2407-621002-04-01-743916,916210027049996257,西峰区,1.5,2024年5月底,周敏(17337406812),庆审发〔2024〕256号,已开工\n\
二厂,,,西峰区,约2亿元,2024年上半年,\"李四\n18577104656\",×,已签约\n\
三厂,,91621002765611591G,西峰区,面议,,,,在谈\n\
合计,,,,9,,,,\n";

fn import(folder: &Path, arguments: &[&str]) -> Ended {
    Ended::of(Command::new(luodi()).args(["import", "ledger"]).args(arguments).current_dir(folder))
}

#[test]
fn a_ledger_is_read_and_what_is_refused_is_told() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("台账.csv"), LEDGER).unwrap();
    let ended = import(folder.path(), &["台账.csv", "--dry-run", "--json", "read.json"]);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let told = [
        "工作表 / sheet: ",
        "截至 / as of: 2024-10-31",
        "读到项目 / projects read: 2; 拒绝 / refused: 1",
        "C6 统一社会信用代码: 统一社会信用代码末位应为F，读到G：有字符写错 / the check character (18) must be F, found G: some \
         character is mistyped",
        "E6 总投资: “面议”不是数字；请填金额，如 1.2亿元，未定的留空 / “面议” is no number; please write an amount such as \
         1.2亿元, or nothing while it is open",
        "7 合计: 与上文不符 / does not add up; 总投资 / investment 9.00亿元 ≠ 3.50亿元; 总投资读不出的行 / rows without an \
         investment that can be read: 1",
    ];
    assert_eq!(ended.stdout.lines().collect::<Vec<_>>(), told);
    let read: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("read.json")).unwrap()).unwrap();
    let two = &read["projects"];
    assert_eq!(two.as_array().unwrap().len(), 2);
    assert_eq!(
        two[0],
        json!({ "row": 4, "name": "一厂", "project_code": "2407-621002-04-01-743916", "investor": null,
            "uscc": "916210027049996257", "region_code": "621002", "chain": null, "total_investment_yuan": 150_000_000,
            "agreement": null, "signed_on": "2024-05-31", "signed_precision": "DAY", "started_on": null,
            "started_precision": null, "planned_production": null, "planned_production_precision": null, "owners": [],
            "agent": "周敏", "agent_phone": "17337406812", "permits": { "eia": "DONE" }, "stage": "STARTED",
            "funds_cumulative_yuan": null })
    );
    assert_eq!((&two[1]["signed_on"], &two[1]["signed_precision"]), (&json!("2024-H1"), &json!("HALF")));
    assert_eq!((&two[1]["agent"], &two[1]["permits"]["eia"]), (&json!("李四"), &json!("NOT_DONE")));
    assert_eq!(
        read["refused"],
        json!([{ "row": 6, "reason": "统一社会信用代码校验位错误；总投资不是数字" }])
    );
    assert_eq!((&read["as_of"], &read["unit"]), (&json!("2024-10-31"), &json!("亿元")));
    // Nothing but that file was made.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn what_is_no_ledger_is_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("信.csv"), "会议通知").unwrap();
    fs::write(folder.path().join("坏.xlsx"), b"PK\x03\x04").unwrap();
    let check = |arguments: &[&str], expected: &[&str]| {
        let ended = import(folder.path(), arguments);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""), "{arguments:?}");
        for words in expected {
            assert!(ended.stderr.contains(words), "{arguments:?}: {}", ended.stderr);
        }
    };
    check(&["信.csv", "--dry-run"], &["没有认得出的表头", "looks like the header"]);
    check(&["坏.xlsx", "--dry-run"], &["文件已损坏", "the file is broken"]);
    check(&["信.csv", "--dry-run", "--sheet", "甲"], &["没有这个工作表", "no such sheet"]);
    check(&["无.csv", "--dry-run"], &["无法读写文件", "cannot read"]);
}
