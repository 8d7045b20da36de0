//! What regions say otherwise than the permit catalogue 地方调整.

use async_graphql::{ID, InputObject, OneofObject};
use luodi_app::catalogue::parse;
use luodi_app::registry::{EndOfOverride, NewOverride};
use luodi_domain::catalogue::{Adjustment, Condition, Lift, PromisedLimit, RegionalRule, Ruling};
use luodi_domain::clock::Limit;
use luodi_domain::ids::{OverrideId, RegionId};
use luodi_domain::refusal::{Fact, Refusal, Rule};

use super::permit_type::ExtraPermitTypeInput;
use super::{EntryEdit, NewEntry};
use crate::inputs::{day, read};
use crate::scalars::Date;
use crate::types::enums::{DayUnit, PermitLevel};

/// The longest condition, in characters.
const LONGEST_CONDITION: usize = 2_000;

/// Enters what a region says otherwise than the permit catalogue 登记地方调整.
#[derive(Debug, InputObject)]
pub(crate) struct OverridePermitTypeInput {
    /// Who says so; it holds there and below. 行政区划
    pub(crate) region_id: ID,
    /// Of which entry of the catalogue; of an entry that is added, a code that none has: lowercase letters, digits and
    /// underscores, at most 60. 事项编码
    pub(crate) type_code: String,
    /// From which day on, in the past too: what a region published is entered when the office learns of it. 起始日期
    pub(crate) valid_from: Date,
    /// The last day, where it is known. 截止日期
    pub(crate) valid_to: Option<Date>,
    /// What it says. 调整内容
    pub(crate) change: PermitTypeChangeInput,
    /// The document in which the region says so. 依据
    pub(crate) basis: String,
    #[graphql(flatten)]
    pub(crate) terms: NewEntry,
}

/// What a region says of an entry: exactly one of these 调整内容.
#[derive(Debug, OneofObject)]
pub(crate) enum PermitTypeChangeInput {
    /// It is not asked for there; only true can be given. 取消
    TakenOff(bool),
    /// Some of it is otherwise. 调整
    Adjusted(AdjustedPermitTypeInput),
    /// An entry that the catalogue does not have. 新增
    Extra(Box<ExtraPermitTypeInput>),
}

/// What of an entry is otherwise; what is left out stays 调整.
#[derive(Debug, InputObject)]
pub(crate) struct AdjustedPermitTypeInput {
    /// The level that usually decides: delegated or raised. 审批层级
    pub(crate) level: Option<PermitLevel>,
    /// Other levels, and when, instead of all that the catalogue has; from the highest down. Without them those of the
    /// catalogue stay that lead above the usual level. 提级情形
    pub(crate) lifts: Option<Vec<LevelLiftInput>>,
    /// What is promised, no longer than what the law allows. 承诺时限
    pub(crate) promised: Option<DayLimitInput>,
}

/// A level above the usual one, and when 提级.
#[derive(Debug, InputObject)]
pub(crate) struct LevelLiftInput {
    /// The level. 审批层级
    pub(crate) level: PermitLevel,
    /// When: a condition as the catalogue writes it, such as `energy_tce >= 5000 and not in_park`. 条件表达式
    pub(crate) when: String,
    /// By which rule. 依据
    pub(crate) basis: Option<String>,
}

/// A number of days of one kind 时限.
#[derive(Debug, Clone, Copy, InputObject)]
pub(crate) struct DayLimitInput {
    /// How many, 1 to 366. 天数
    pub(crate) days: i32,
    /// Of which kind. 时限单位
    pub(crate) unit: DayUnit,
}

/// Ends what a region says 终止地方调整.
#[derive(Debug, InputObject)]
pub(crate) struct EndPermitTypeOverrideInput {
    /// Which one. 地方调整
    pub(crate) override_id: ID,
    /// Its last day; the day before its first where it was entered by mistake, so that it never held. 最后有效日
    pub(crate) last_day: Date,
    /// The document that says so. 依据
    pub(crate) basis: String,
    #[graphql(flatten)]
    pub(crate) terms: EntryEdit,
}

impl OverridePermitTypeInput {
    pub(crate) fn read(&self, id: OverrideId) -> Result<NewOverride, Refusal> {
        let rule = RegionalRule {
            region: read::id(&self.region_id, "regionId", RegionId::parse)?,
            code: self.type_code.clone(),
            valid_from: self.valid_from.0,
            valid_to: day(self.valid_to),
            ruling: self.change.read(self).map_err(|refusal| refusal.under("change"))?,
            source: self.basis.clone(),
        };
        Ok(NewOverride { id, rule })
    }
}

impl PermitTypeChangeInput {
    fn read(&self, of: &OverridePermitTypeInput) -> Result<Ruling, Refusal> {
        match self {
            Self::TakenOff(true) => Ok(Ruling::TakenOff),
            Self::TakenOff(false) => Err(read::invalid("false", "takenOff")),
            Self::Adjusted(adjusted) => {
                adjusted.read(&of.basis).map(Ruling::Adjusted).map_err(|refusal| refusal.under("adjusted"))
            }
            Self::Extra(extra) => {
                let extra = extra.read(&of.type_code, &of.basis);
                extra.map(|extra| Ruling::Extra(Box::new(extra))).map_err(|refusal| refusal.under("extra"))
            }
        }
    }
}

impl AdjustedPermitTypeInput {
    fn read(&self, basis: &str) -> Result<Adjustment, Refusal> {
        Ok(Adjustment {
            level: self.level.map(Into::into),
            lifts: self.lifts.as_deref().map(lifts).transpose()?,
            promised: promised(self.promised, basis)?,
        })
    }
}

impl DayLimitInput {
    /// The limit; how long it may be is the domain's to say.
    pub(super) fn read(self, field: &'static str) -> Result<Limit, Refusal> {
        let days = number(self.days, "days").map_err(|refusal| refusal.under(field))?;
        Ok(Limit { days, unit: self.unit.into() })
    }
}

/// What is promised, on the word of the document in which the region says so.
pub(super) fn promised(limit: Option<DayLimitInput>, basis: &str) -> Result<Option<PromisedLimit>, Refusal> {
    let limit = limit.map(|limit| limit.read("promised")).transpose()?;
    // As it is kept, without the blanks around it; that it is there is looked at with the rule.
    Ok(limit.map(|limit| PromisedLimit { limit, source: basis.trim().to_owned() }))
}

pub(super) fn lifts(inputs: &[LevelLiftInput]) -> Result<Vec<Lift>, Refusal> {
    let read = |(index, input): (usize, &LevelLiftInput)| {
        let when = condition(&input.when, "when").map_err(|refusal| refusal.within("lifts", index))?;
        Ok(Lift { to: input.level.into(), when, basis: input.basis.clone() })
    };
    inputs.iter().enumerate().map(read).collect()
}

/// A number of days or months.
pub(super) fn number(value: i32, field: &'static str) -> Result<u32, Refusal> {
    u32::try_from(value).map_err(|_| read::invalid(&value.to_string(), field))
}

/// A condition in the language of the catalogue.
pub(super) fn condition(text: &str, field: &'static str) -> Result<Condition, Refusal> {
    let found = text.chars().count();
    if found > LONGEST_CONDITION {
        let number = |number: usize| Fact::Number(i64::try_from(number).unwrap_or(i64::MAX));
        let refusal = Refusal::new(Rule::TextTooLong).at(field);
        return Err(refusal.with("max", number(LONGEST_CONDITION)).with("found", number(found)));
    }
    parse(text).map_err(|error| {
        Refusal::new(Rule::ConditionInvalid).at(field).with("problem", Fact::Words(error.words()))
    })
}

impl EndPermitTypeOverrideInput {
    pub(crate) fn id(&self) -> Result<OverrideId, Refusal> {
        read::id(&self.override_id, "overrideId", OverrideId::parse)
    }

    pub(crate) fn read(&self) -> Result<EndOfOverride, Refusal> {
        Ok(EndOfOverride { id: self.id()?, last: self.last_day.0, source: self.basis.clone() })
    }
}
