//! Values that several inputs share.

use std::collections::BTreeMap;

use async_graphql::{ID, InputObject, OneofObject};
use luodi_domain::attribute::{Answer, Answers, Attribute, Quantity};
use luodi_domain::command::NewContact;
use luodi_domain::ids::{AgencyId, CreditId};
use luodi_domain::partial_date::PartialDate;
use luodi_domain::party::Credit;
use luodi_domain::refusal::{Fact, Refusal, Rule};
use luodi_domain::share::Share;

use super::{NewId, read};
use crate::scalars::{Date, Decimal};
use crate::types::enums::CreditRole;

/// The longest words of a rough date, in characters.
const RAW: usize = 100;
/// The longest other name of a project, in characters.
pub(super) const ALIAS: usize = 200;
/// The longest label.
pub(super) const LABEL: usize = 40;

/// A date as rough as people give it 大致日期.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct PartialDateInput {
    /// `2024-05-31`, `2024-05`, `2024-Q2`, `2024-H1` or `2024`. 编码
    pub(crate) code: String,
    /// The words it was given in, such as 2024年5月底; the code if left out. 原文
    pub(crate) raw: Option<String>,
}

impl PartialDateInput {
    pub(crate) fn read(&self, field: &'static str) -> Result<PartialDate, Refusal> {
        let wrong = |_| read::invalid(&self.code, "code").under(field);
        let date = PartialDate::parse_code(&self.code).map_err(wrong)?;
        match &self.raw {
            None => Ok(date),
            Some(raw) => {
                let raw = read::line(raw, RAW, "raw").map_err(|refusal| refusal.under(field))?;
                PartialDate::new(date.first_day(), date.precision(), raw).map_err(wrong)
            }
        }
    }
}

/// Somebody to call 联系人. Personal data: kept outside the hashed history, so that it can be erased.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct ContactInput {
    /// The person's name. 姓名
    pub(crate) name: String,
    /// A telephone number. 电话
    pub(crate) phone: Option<String>,
}

impl From<&ContactInput> for NewContact {
    fn from(contact: &ContactInput) -> Self {
        Self { name: contact.name.clone(), phone: contact.phone.clone() }
    }
}

/// A unit credited with a project 认定归属, over time.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct CreditInput {
    /// The unit. 单位
    pub(crate) agency_id: ID,
    /// Whether it brought the project or hosts it. 认定类别
    pub(crate) role: CreditRole,
    /// Its share in percent, with at most two decimals: `33.33`. Shares of one role never exceed 100 on any day. 比例（%）
    pub(crate) percent: Decimal,
    /// From which day on. 起始日期
    pub(crate) since: Date,
    /// The last day, once it ended. 截止日期
    pub(crate) until: Option<Date>,
}

/// Reads credits; each gets a new id.
pub(crate) fn credits(
    inputs: &[CreditInput],
    new_id: NewId<'_>,
) -> Result<BTreeMap<CreditId, Credit>, Refusal> {
    let mut credits = BTreeMap::new();
    for (index, input) in inputs.iter().enumerate() {
        let credit = input.read(CreditId::from_uuid(new_id()));
        let credit = credit.map_err(|refusal| refusal.within("credits", index))?;
        if let Some(until) = credit.until.filter(|until| *until < credit.since) {
            let refusal = Refusal::new(Rule::DateOutOfOrder).at("until").with("date", Fact::Date(until));
            return Err(refusal.with("notBefore", Fact::Date(credit.since)).within("credits", index));
        }
        credits.insert(credit.id, credit);
    }
    Ok(credits)
}

impl CreditInput {
    fn read(&self, id: CreditId) -> Result<Credit, Refusal> {
        let percent = self.percent.to_string();
        Ok(Credit {
            id,
            agency: read::id(&self.agency_id, "agencyId", AgencyId::parse)?,
            role: self.role.into(),
            share: Share::parse_percent(&percent).map_err(|_| read::invalid(&percent, "percent"))?,
            since: self.since.0,
            until: self.until.map(|day| day.0),
        })
    }
}

/// A further fact about a project that decides which permits it needs 属性.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct AttributeInput {
    /// Its key, such as `energy_tce`. 属性键
    pub(crate) key: String,
    /// Its value. 属性值
    pub(crate) value: AttributeValueInput,
}

/// The value of an attribute: exactly one of these 属性值.
#[derive(Debug, Clone, OneofObject)]
pub(crate) enum AttributeValueInput {
    /// `true`: asked, and nobody knows yet. A permit that depends on it stays undecided instead of ruled out. 未知
    Unknown(bool),
    /// Yes or no. 是否
    Bool(bool),
    /// An exact number in the attribute's unit, of at most four decimals. 数值
    Number(Decimal),
    /// The code of one of the attribute's choices. 选项
    Choice(String),
}

/// Reads attributes; a key may come once.
pub(crate) fn attributes(inputs: &[AttributeInput]) -> Result<Answers, Refusal> {
    let mut answers = Answers::new();
    for (index, AttributeInput { key, value }) in inputs.iter().enumerate() {
        let within = |refusal: Refusal| refusal.within("attributes", index);
        let attribute = attribute(key, "key").map_err(within)?;
        let answer = answer(attribute, value).map_err(|refusal| within(refusal.under("value")))?;
        if answers.insert(attribute, answer).is_some() {
            return Err(within(Refusal::new(Rule::Duplicate).at("key")));
        }
    }
    Ok(answers)
}

/// The attribute of this key.
pub(crate) fn attribute(key: &str, field: &'static str) -> Result<Attribute, Refusal> {
    Attribute::parse(key).ok_or_else(|| read::invalid(key, field))
}

fn answer(attribute: Attribute, value: &AttributeValueInput) -> Result<Answer, Refusal> {
    let (answer, text, field) = match value {
        AttributeValueInput::Unknown(true) => (Some(Answer::Unknown), String::new(), "unknown"),
        AttributeValueInput::Unknown(false) => (None, "false".to_owned(), "unknown"),
        AttributeValueInput::Bool(set) => (Some(Answer::Flag(*set)), set.to_string(), "bool"),
        AttributeValueInput::Number(number) => {
            let text = number.to_string();
            (Quantity::parse(&text).ok().map(Answer::Number), text, "number")
        }
        AttributeValueInput::Choice(code) => {
            (attribute.choice(code).map(Answer::Choice), code.clone(), "choice")
        }
    };
    let suits = answer.filter(|answer| attribute.takes(*answer));
    suits.ok_or_else(|| {
        Refusal::new(Rule::AnswerInvalid)
            .at(field)
            .text("key", attribute.as_str())
            .with("attribute", Fact::Words(attribute.words()))
            .text("value", read::shown(&text))
            .with("allowed", Fact::Words(attribute.takes_words()))
    })
}
