//! What columns mean, by the names that ledgers give them.

use super::Months;
use crate::value::half_width;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// 序号.
    Serial,
    /// 项目名称.
    Name,
    /// 项目代码.
    ProjectCode,
    /// 投资方.
    Investor,
    /// 统一社会信用代码.
    CreditCode,
    /// 县(区).
    County,
    /// 园区.
    Park,
    /// 建设地点, as free text.
    Address,
    /// 产业链.
    Chain,
    /// 建设内容.
    Content,
    /// 建设性质: new, extended, leased.
    Track,
    /// 总投资.
    Investment,
    /// 签约类型: contract, agreement, intent.
    Agreement,
    /// 签约时间.
    SignedOn,
    /// 签约活动.
    Event,
    /// 引资单位.
    OriginatingAgency,
    /// 包抓领导.
    Leader,
    /// 责任单位.
    Agency,
    /// 责任人.
    Owners,
    /// 落地专员, with a phone.
    Agent,
    /// The phone of the landing specialist.
    AgentPhone,
    /// 联系人 of the investor.
    Contact,
    /// A permit, by the key of its heading.
    Permit(&'static str),
    /// 阶段.
    Stage,
    /// 计划开工.
    PlannedStart,
    /// 开工时间.
    StartedOn,
    /// 计划投产.
    PlannedProduction,
    /// 投产时间.
    ProducedOn,
    /// 累计到位资金.
    Funds,
    /// 本年到位资金.
    FundsThisYear,
    /// 本月到位资金.
    FundsThisMonth,
    /// 到位资金 of months.
    FundsOf(Months),
    /// 年度计划投资.
    YearPlan,
    /// 用地(亩).
    Land,
    /// 进展情况.
    Progress,
    /// 存在问题.
    Problems,
    /// 需协调事项.
    Needs,
    /// 下步计划.
    NextSteps,
    /// 是否入统.
    Statistics,
    /// 状态, 灯色.
    Light,
    /// 备注.
    Remarks,
}

/// Headings of permits, with the key that a ledger's reading calls them by and the entries of the permit catalogue that they
/// may mean: of an EIA the plan says which of the three it is.
pub const PERMIT_HEADINGS: [(&str, &[&str], &[&str]); 14] = [
    ("project_filing", &["备案", "项目备案", "立项备案", "立项", "备案证"], &["project_filing"]),
    ("project_verification", &["核准", "项目核准"], &["project_verification"]),
    (
        "land_presite",
        &["用地预审", "预审", "用地预审与选址", "用地预审与选址意见书", "选址意见书", "选址"],
        &["land_presite"],
    ),
    ("eia", &["环评", "环评批复", "环境影响评价"], &["eia_report", "eia_form", "eia_registration"]),
    ("energy_review", &["能评", "节能审查", "节能评估"], &["energy_review"]),
    ("soil_water", &["水保", "水土保持", "水土保持方案"], &["soil_water_report", "soil_water_form"]),
    ("stability_risk", &["稳评", "社会稳定风险评估"], &["stability_risk"]),
    (
        "land_supply",
        &["土地", "供地", "土地出让", "土地手续", "用地手续"],
        &["land_supply", "land_allocation"],
    ),
    (
        "land_use_planning_permit",
        &["用地规划许可", "用地规划许可证", "建设用地规划许可", "建设用地规划许可证"],
        &["land_use_planning_permit"],
    ),
    (
        "construction_planning_permit",
        &[
            "规划",
            "规划许可",
            "规划许可证",
            "工程规划许可",
            "工程规划许可证",
            "建设工程规划许可",
            "建设工程规划许可证",
        ],
        &["construction_planning_permit"],
    ),
    ("land_title", &["不动产权证", "土地证"], &["land_title"]),
    ("drawing_review", &["图审", "施工图审查"], &["drawing_review"]),
    ("construction_permit", &["施工许可", "施工许可证", "建筑工程施工许可证"], &["construction_permit"]),
    ("forest_land", &["林地", "使用林地", "林地审核"], &["forest_land"]),
];

/// Fields with the names of their columns. Where ancestors are named one of them must contain one of those words: 时间 is the
/// day of the signature under 签约情况, and of the start under 开工.
const NAMES: [(Field, &[&str], &[&str]); 52] = [
    (Field::Serial, &[], &["序号", "编号", "No", "NO"]),
    (Field::Name, &[], &["项目名称", "项目", "名称", "工程名称"]),
    (Field::ProjectCode, &[], &["项目代码", "投资项目代码", "项目统一代码", "在线平台代码", "赋码"]),
    (Field::CreditCode, &[], &["统一社会信用代码", "统一信用代码", "信用代码", "统一代码", "社会信用代码"]),
    (
        Field::Investor,
        &[],
        &[
            "投资方",
            "投资方名称",
            "投资企业",
            "企业名称",
            "投资主体",
            "投资单位",
            "投资商",
            "业主",
            "业主单位",
            "建设单位",
            "项目单位",
            "项目业主",
        ],
    ),
    (Field::Investor, &["投资方", "企业"], &["名称", "单位名称"]),
    (
        Field::County,
        &[],
        &["县区", "区县", "县市区", "所属县区", "所在县区", "县", "所属区域", "落地县区", "属地"],
    ),
    (Field::Park, &[], &["园区", "所在园区", "落地园区", "开发区", "工业园区"]),
    (Field::Address, &[], &["建设地点", "项目地址", "地址", "建设地址", "选址地点"]),
    (
        Field::Chain,
        &[],
        &["产业链", "产业类别", "所属产业", "产业", "行业", "行业类别", "产业链条", "所属产业链"],
    ),
    (
        Field::Content,
        &[],
        &["建设内容", "建设内容和规模", "建设内容及规模", "建设规模及内容", "主要建设内容", "项目概况"],
    ),
    (Field::Track, &[], &["建设性质", "项目类型", "项目性质"]),
    (
        Field::Investment,
        &[],
        &[
            "总投资",
            "总投资额",
            "计划总投资",
            "项目总投资",
            "投资总额",
            "投资额",
            "协议投资",
            "协议投资额",
            "签约金额",
            "合同金额",
        ],
    ),
    (Field::Investment, &["签约", "合同", "投资"], &["金额"]),
    (
        Field::Agreement,
        &[],
        &["签约类型", "协议类型", "合同类型", "协议合同类别", "协议/合同类别", "签约类别", "合同类别"],
    ),
    (Field::Agreement, &["签约", "合同", "协议"], &["类型", "类别", "性质"]),
    (Field::SignedOn, &[], &["签约时间", "签约日期", "签订时间", "签订日期", "合同签订时间"]),
    (Field::SignedOn, &["签约", "合同", "协议"], &["时间", "日期"]),
    (Field::Event, &[], &["签约活动", "招商活动", "节会"]),
    (Field::Event, &["签约"], &["活动", "场合"]),
    (Field::OriginatingAgency, &[], &["引资单位", "招引单位", "招商单位"]),
    (
        Field::Leader,
        &[],
        &["包抓领导", "包联领导", "包保领导", "县级领导", "市级包抓领导", "牵头领导", "包抓县级领导"],
    ),
    (
        Field::Agency,
        &[],
        &["责任单位", "牵头单位", "主管部门", "包抓单位", "行业主管部门", "县区行业主管部门"],
    ),
    (Field::Owners, &[], &["责任人", "项目负责人", "负责人", "具体责任人", "包抓责任人"]),
    (
        Field::Agent,
        &[],
        &[
            "落地专员",
            "落地专员及电话",
            "首席服务官",
            "服务专员",
            "项目管家",
            "帮办代办员",
            "落地专员姓名",
            "专员",
            "落地专员/电话",
        ],
    ),
    (Field::AgentPhone, &["专员", "服务官", "管家"], &["电话", "联系电话", "手机", "联系方式"]),
    (Field::AgentPhone, &[], &["落地专员电话", "专员电话"]),
    (Field::Contact, &[], &["联系人", "企业联系人", "联系人及电话", "投资方联系人"]),
    (Field::Stage, &[], &["阶段", "项目阶段", "当前阶段", "所处阶段", "推进阶段", "项目状态"]),
    (Field::PlannedStart, &[], &["计划开工时间", "计划开工", "拟开工时间", "预计开工时间"]),
    (Field::PlannedStart, &["开工"], &["计划", "计划时间"]),
    (Field::StartedOn, &[], &["开工时间", "开工日期", "实际开工时间", "开工"]),
    (Field::StartedOn, &["开工"], &["时间", "日期", "实际", "实际时间"]),
    (
        Field::PlannedProduction,
        &[],
        &["计划投产时间", "计划投产", "预计投产时间", "拟投产时间", "计划竣工投产时间"],
    ),
    (Field::PlannedProduction, &["投产"], &["计划", "计划时间"]),
    (Field::ProducedOn, &[], &["投产时间", "投产日期", "实际投产时间"]),
    (Field::ProducedOn, &["投产"], &["时间", "日期", "实际"]),
    (
        Field::Funds,
        &[],
        &["累计到位", "累计到位资金", "到位资金", "累计完成投资", "累计投资", "累计到位资金额"],
    ),
    (Field::Funds, &["到位", "完成投资"], &["累计", "合计", "总计"]),
    (Field::FundsThisYear, &[], &["本年到位", "本年到位资金", "当年到位资金", "今年到位"]),
    (Field::FundsThisYear, &["到位", "完成投资"], &["本年", "当年", "今年"]),
    (Field::FundsThisMonth, &[], &["本月到位", "本月到位资金"]),
    (Field::FundsThisMonth, &["到位", "完成投资"], &["本月", "当月"]),
    (Field::YearPlan, &[], &["年度计划投资", "年度投资计划", "本年计划投资", "当年计划投资"]),
    (Field::Land, &[], &["用地", "用地面积", "占地面积", "新增用地"]),
    (Field::Progress, &[], &["形象进度", "进展情况", "项目进展", "项目进展情况", "工作进展", "进展"]),
    (Field::Problems, &[], &["存在问题", "存在的问题", "问题", "主要问题", "困难问题"]),
    (Field::Needs, &[], &["需协调事项", "需协调解决的问题", "需协调问题", "协调事项", "提请协调事项"]),
    (Field::NextSteps, &[], &["下步计划", "下一步计划", "下步打算", "下一步工作打算", "下步工作"]),
    (Field::Statistics, &[], &["是否入统", "入统", "是否入库", "是否纳入统计"]),
    (Field::Light, &[], &["灯色", "状态", "亮灯"]),
    (Field::Remarks, &[], &["备注", "说明"]),
];

impl Field {
    /// What the headings of a column mean, from the widest to its own; nothing where nobody knows.
    pub fn of(path: &[String]) -> Option<Self> {
        let (own, above) = path.split_last()?;
        let (own, above): (String, Vec<String>) =
            (plain(own), above.iter().map(|text| plain(text)).collect());
        if let Some(months) = Months::named(own.trim_start_matches("其中").trim_start_matches(':')) {
            let money =
                |text: &String| text.contains("到位") || text.contains("投资") || text.contains("资金");
            return above.iter().any(money).then_some(Self::FundsOf(months));
        }
        let fits = |(_, among, names): &&(Self, &[&str], &[&str])| {
            let under = |word: &&str| above.iter().any(|text| text.contains(word));
            names.contains(&own.as_str()) && (among.is_empty() || among.iter().any(under))
        };
        // A word under a heading that says more is worth more than the word alone.
        let special = NAMES.iter().filter(|(_, among, _)| !among.is_empty()).find(fits);
        if let Some((field, ..)) = special.or_else(|| NAMES.iter().find(fits)) {
            return Some(*field);
        }
        let permit = |(_, names, _): &&(&str, &[&str], &[&str])| names.contains(&own.as_str());
        PERMIT_HEADINGS.iter().find(permit).map(|(key, ..)| Self::Permit(key))
    }
}

/// A heading without blanks, its unit, marks and parentheses: `县(区)` as 县区, `★总投资(亿元)` as 总投资.
fn plain(heading: &str) -> String {
    let mut text = half_width(heading);
    text.retain(|c| !c.is_whitespace() && !matches!(c, '*' | '★' | '、' | '"' | '“' | '”'));
    while let (Some(open), Some(close)) = (text.find('('), text.find(')')) {
        if close < open {
            break;
        }
        let inside = &text[open + 1..close];
        let is_unit = ["元", "亩", "个", "%", "√", "填", "如"].iter().any(|mark| inside.contains(mark));
        let kept = if is_unit { String::new() } else { inside.to_owned() };
        text.replace_range(open..=close, &kept);
    }
    text.trim_end_matches(':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_headings() {
        #[track_caller]
        fn check(path: &[&str], expected: Option<Field>) {
            let path: Vec<String> = path.iter().map(|text| (*text).to_owned()).collect();
            assert_eq!(Field::of(&path), expected, "{path:?}");
        }
        check(&["项目\n名称"], Some(Field::Name));
        check(&["★总投资（亿元）"], Some(Field::Investment));
        check(&["建设地点", "县（区）"], Some(Field::County));
        check(&["签约情况", "时间"], Some(Field::SignedOn));
        check(&["开工情况", "时间"], Some(Field::StartedOn));
        check(&["时间"], None);
        check(&["到位资金", "其中:1-8月"], Some(Field::FundsOf(Months { first: 1, last: 8 })));
        check(&["产值", "1-8月"], None);
        check(&["手续办理", "环评"], Some(Field::Permit("eia")));
        check(&["投资方", "企业名称"], Some(Field::Investor));
        check(&["责任落实", "落地专员及电话"], Some(Field::Agent));
        check(&["颜色"], None);
        check(&[], None);
    }
}
