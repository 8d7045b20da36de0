//! Why a cell cannot be read.

use luodi_domain::codes::{CreditCodeError, ProjectCodeError};
use luodi_domain::words::Words;

/// Why a cell cannot be read, with what stands in it where that says more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mistake {
    /// Something else stands where a number is due: `面议`.
    NotANumber(String),
    /// An amount of which nobody says in which unit it is.
    UnitUnknown(String),
    /// Two amounts, one of which it may be: `3-5亿元`.
    AmountRange(String),
    /// Money of another country: no rate is known.
    ForeignMoney(String),
    /// An amount below zero.
    Negative(String),
    /// An amount beyond what is held, or finer than a fen.
    AmountOutOfRange(String),
    /// Something else stands where a date is due: `已开工`.
    NotADate(String),
    /// A day or month that no calendar has: `2024.2.30`.
    NoSuchDay(String),
    /// A day or month of which nobody says in which year it is: `5月中旬`.
    YearUnknown(String),
    /// So long after something else: `签约后6个月`.
    RelativeDate(String),
    /// The number 2024.1, which a sheet makes of 2024.10 too.
    JanuaryOrOctober(String),
    /// A code kept as a number, whose last digits the sheet has lost.
    CodeAsNumber(String),
    /// No project code 项目代码.
    ProjectCode(ProjectCodeError),
    /// No unified social credit code 统一社会信用代码.
    CreditCode(CreditCodeError),
    /// Neither a tick nor a document number.
    NotATick(String),
    /// No stage that is known.
    StageUnknown(String),
    /// No kind of paper that is known.
    AgreementUnknown(String),
    /// A formula that came to nothing.
    Formula(String),
    /// A row without the name of its project.
    NameMissing,
}

impl Mistake {
    /// What is wrong in one word, as it follows the name of the column: `总投资` `不是数字`.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::NotANumber(_) => "不是数字",
            Self::UnitUnknown(_) => "单位不明",
            Self::AmountRange(_) => "是区间",
            Self::ForeignMoney(_) => "是外币",
            Self::Negative(_) => "为负数",
            Self::AmountOutOfRange(_) => "超出范围",
            Self::NotADate(_) => "不是日期",
            Self::NoSuchDay(_) => "日期不存在",
            Self::YearUnknown(_) => "没有年份",
            Self::RelativeDate(_) => "是相对日期",
            Self::JanuaryOrOctober(_) => "月份不明",
            Self::CodeAsNumber(_) => "存为数字",
            Self::ProjectCode(ProjectCodeError::Check { .. })
            | Self::CreditCode(CreditCodeError::Check { .. } | CreditCodeError::OrganisationCheck { .. }) => {
                "校验位错误"
            }
            Self::ProjectCode(ProjectCodeError::Length { .. })
            | Self::CreditCode(CreditCodeError::Length { .. }) => "位数错误",
            Self::ProjectCode(_) | Self::CreditCode(_) => "格式错误",
            Self::NotATick(_) => "看不出是否已办",
            Self::StageUnknown(_) | Self::AgreementUnknown(_) => "不明",
            Self::Formula(_) => "公式出错",
            Self::NameMissing => "为空",
        }
    }

    /// What is wrong, and what to write instead.
    pub fn words(&self) -> Words {
        let (zh, en) = match self {
            Self::NotANumber(found) => (
                format!("“{found}”不是数字；请填金额，如 1.2亿元，未定的留空"),
                format!(
                    "“{found}” is no number; please write an amount such as 1.2亿元, or nothing while it is open"
                ),
            ),
            Self::UnitUnknown(found) => (
                format!("“{found}”没有单位；请在单元格、表头或表题注明亿元或万元"),
                format!(
                    "“{found}” has no unit; please name 亿元 or 万元 in the cell, the header or the title"
                ),
            ),
            Self::AmountRange(found) => (
                format!("“{found}”是区间；请填一个金额"),
                format!("“{found}” is a range; please write one amount"),
            ),
            Self::ForeignMoney(found) => (
                format!("“{found}”是外币；请按签约时的汇率折成人民币"),
                format!("“{found}” is foreign money; please convert it to yuan at the rate of the signature"),
            ),
            Self::Negative(found) => (
                format!("“{found}”为负数；请核对金额"),
                format!("“{found}” is below zero; please check the amount"),
            ),
            Self::AmountOutOfRange(found) => (
                format!("“{found}”过大或精确到分以下；请核对金额与单位"),
                format!("“{found}” is too large, or finer than a fen; please check amount and unit"),
            ),
            Self::NotADate(found) => (
                format!("“{found}”不是日期；请填 2024-05-31、2024年5月、2024年上半年等，未定的留空"),
                format!(
                    "“{found}” is no date; please write 2024-05-31, 2024年5月 or 2024年上半年, or nothing while it is open"
                ),
            ),
            Self::NoSuchDay(found) => (
                format!("“{found}”在日历中不存在；请核对"),
                format!("no calendar has “{found}”; please check it"),
            ),
            Self::YearUnknown(found) => {
                (format!("“{found}”没有年份；请补上"), format!("“{found}” has no year; please add it"))
            }
            Self::RelativeDate(found) => (
                format!("“{found}”是相对日期；请填日期或留空"),
                format!("“{found}” is so long after something else; please write a date, or nothing"),
            ),
            Self::JanuaryOrOctober(found) => (
                format!("数字 {found} 可能是 1 月，也可能是 10 月；请改成文本，如 2024年10月"),
                format!(
                    "the number {found} may mean January or October; please write text such as 2024年10月"
                ),
            ),
            Self::CodeAsNumber(found) => (
                format!("代码存成了数字 {found}，后几位已丢失；请改成文本后重填"),
                format!(
                    "the code is kept as the number {found} and has lost its last digits; please write it as text"
                ),
            ),
            Self::ProjectCode(error) => (project_code(error), error.to_string()),
            Self::CreditCode(error) => (credit_code(error), error.to_string()),
            Self::NotATick(found) => (
                format!("看不出“{found}”是否已办；请填 √、×、正在办或文号"),
                format!(
                    "“{found}” does not say whether it is done; please write √, ×, 正在办 or the document's number"
                ),
            ),
            Self::StageUnknown(found) => (
                format!("看不出“{found}”是哪个阶段；请填线索、在谈、已签约、手续办理中、已开工或已投产"),
                format!(
                    "“{found}” is no stage; please write 线索, 在谈, 已签约, 手续办理中, 已开工 or 已投产"
                ),
            ),
            Self::AgreementUnknown(found) => (
                format!("看不出“{found}”是哪种文本；请填合同、协议、意向或框架"),
                format!("“{found}” is no kind of paper; please write 合同, 协议, 意向 or 框架"),
            ),
            Self::Formula(found) => (
                format!("公式结果为 {found}；请改正公式或填数值"),
                format!("the formula came to {found}; please mend it or write the value"),
            ),
            Self::NameMissing => {
                ("该行没有项目名称".to_owned(), "the row has no name of a project".to_owned())
            }
        };
        Words { zh, en }
    }
}

fn project_code(error: &ProjectCodeError) -> String {
    match error {
        ProjectCodeError::Length { found } => format!("项目代码应为20位数字，读到{found}位"),
        ProjectCodeError::Character { position, character } => {
            format!("项目代码第{position}个字符“{character}”不是数字；请核对 O 与 0、l 与 1")
        }
        ProjectCodeError::Hyphen { after } => format!("项目代码各段为4-6-2-2-6位，第{after}位后不应有连字符"),
        ProjectCodeError::Check { expected, found } => {
            format!("项目代码末位应为{expected}，读到{found}：有数字写错")
        }
        ProjectCodeError::EngineeringSuffix { code, .. } => format!("这是工程代码；项目代码为 {code}"),
        ProjectCodeError::Month { group } => format!("项目代码前四位 {group} 不是年月"),
    }
}

fn credit_code(error: &CreditCodeError) -> String {
    match error {
        CreditCodeError::Length { found } => format!("统一社会信用代码应为18位，读到{found}位"),
        CreditCodeError::Character { position, character, .. } => {
            format!("统一社会信用代码第{position}个字符“{character}”不合规则；不用 I、O、S、V、Z")
        }
        CreditCodeError::Check { expected, found } => {
            format!("统一社会信用代码末位应为{expected}，读到{found}：有字符写错")
        }
        CreditCodeError::OrganisationCheck { expected, found } => {
            format!("组织机构代码末位应为{expected}，读到{found}：有字符写错")
        }
    }
}
