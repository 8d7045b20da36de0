//! What can be filed on the day on which a project is first planned, for a permit officer to read and check: what may be
//! filed and has nothing before it, what may be filed although something else usually comes first, and what decides the
//! start.

use std::collections::BTreeMap;

use luodi_domain::attribute::Answers;
use luodi_domain::calendar::WorkCalendar;
use luodi_domain::catalogue::Node;
use luodi_domain::plan::{Key, Need, Plan, PlannedDays, Surroundings};
use luodi_domain::schedule;

use super::super::built_in;
use super::projects;
use crate::days_off;

fn shown(answers: &Answers) -> String {
    let catalogue = built_in().unwrap();
    let calendar = WorkCalendar::new(days_off::built_in().unwrap()).unwrap();
    let today = "2026-10-12".parse().unwrap();
    let plan = Plan::new(catalogue.on(today), answers);
    let papers = BTreeMap::new();
    let around = Surroundings {
        papers: &papers,
        permits: &BTreeMap::new(),
        milestones: &[],
        planned: PlannedDays::default(),
        catalogue,
        answers,
        calendar: &calendar,
        today,
        supposed: None,
    };
    let schedule = plan.schedule(around).unwrap();
    let name = |key: &Key<'_>| match key {
        Key::Type(code) => catalogue.name(code, today).unwrap().zh,
        Key::Point(node) => node.words().zh,
        Key::Part(..) | Key::Permit(_) => String::new(),
    };
    let (mut now, mut early) = (Vec::new(), Vec::new());
    let mut entries: Vec<_> = schedule.entries.iter().filter(|(_, entry)| entry.can_file_today).collect();
    entries.sort_by_key(|(key, _)| match key {
        Key::Type(code) => plan.item(code).map(|item| (item.entry.phase, item.entry.stage)),
        Key::Part(..) | Key::Permit(_) | Key::Point(_) => None,
    });
    for (key, entry) in entries {
        let group =
            |group: &schedule::Need<Key<'_>>| group.any_of.iter().map(&name).collect::<Vec<_>>().join("或");
        let first: Vec<String> = entry.customarily_first.iter().map(group).collect();
        match first.as_slice() {
            [] => now.push(name(key)),
            first => early.push(format!("{}（通常先办{}）", name(key), first.join("、"))),
        }
    }
    let start = schedule.outlook(Key::Point(Node::Start)).unwrap();
    let decided = |key: &Key<'_>| match key {
        Key::Type(code) if plan.item(code).unwrap().need == Need::Undecided => "（待定）",
        _ => "",
    };
    let path: Vec<String> =
        start.critical_path.iter().map(|key| format!("{}{}", name(key), decided(key))).collect();
    let bound = if start.promised.at_least { "不早于" } else { "" };
    let early = if early.is_empty() { vec!["无".to_owned()] } else { early };
    format!(
        "今日可报：\n  {}\n可提前报：\n  {}\n开工{bound}{}：{}",
        now.join("\n  "),
        early.join("\n  "),
        start.promised.on,
        path.join(" → ")
    )
}

#[test]
fn of_a_wind_farm() {
    insta::assert_snapshot!(shown(&projects::wind_farm_on_forest_land()), @r"
    今日可报：
      企业设立登记
      三区三线、生态环境分区管控符合性
      地质灾害危险性评估
      建设项目用地预审与选址意见书
      社会稳定风险评估
      净空审核
      年度开发建设方案（指标）
    可提前报：
      土地征收审批（通常先办建设项目用地预审与选址意见书）
    开工不早于2026-11-30：社会稳定风险评估 → 企业投资项目核准 → 使用林地审核 → 林木采伐许可 → 开工
    ");
}

#[test]
fn of_a_data_centre() {
    insta::assert_snapshot!(shown(&projects::data_centre()), @r"
    今日可报：
      企业设立登记
      三区三线、生态环境分区管控符合性
      规划条件
      算力（数据中心）PUE与能耗指导
      能耗（煤炭替代）、水权指标
    可提前报：
      无
    开工不早于2027-01-15：规划条件 → 国有建设用地使用权出让（招拍挂） → 建设用地规划许可证 → 建设工程设计方案（总平面图）审查 → 建设工程规划许可证 → 施工图设计文件审查 → 特殊建设工程消防设计审查 → 建筑工程施工许可证 → 开工
    ");
}

#[test]
fn of_a_food_plant() {
    insta::assert_snapshot!(shown(&projects::food_plant_in_a_park()), @r"
    今日可报：
      企业设立登记
      三区三线、生态环境分区管控符合性
      规划条件
      主要污染物总量指标（排污权）
    可提前报：
      无
    开工不早于2027-01-06：规划条件 → 国有建设用地使用权出让（招拍挂） → 建设用地规划许可证 → 建设工程设计方案（总平面图）审查 → 建设工程规划许可证 → 施工图设计文件审查 → 质量、安全监督手续 → 建筑工程施工许可证 → 开工
    ");
}

#[test]
fn of_a_farm() {
    insta::assert_snapshot!(shown(&projects::farm()), @r"
    今日可报：
      企业设立登记
      三区三线、生态环境分区管控符合性
      设施农业用地备案
      乡村建设规划许可证
    可提前报：
      无
    开工不早于2026-11-09：油气管道保护范围内施工（待定） → 开工
    ");
}

#[test]
fn of_a_hotel() {
    insta::assert_snapshot!(shown(&projects::hotel()), @r"
    今日可报：
      企业设立登记
      三区三线、生态环境分区管控符合性
      规划条件
      风景名胜区、自然保护地内建设
    可提前报：
      无
    开工不早于2027-01-15：规划条件 → 国有建设用地使用权出让（招拍挂） → 建设用地规划许可证 → 建设工程设计方案（总平面图）审查 → 建设工程规划许可证 → 施工图设计文件审查 → 特殊建设工程消防设计审查 → 建筑工程施工许可证 → 开工
    ");
}
