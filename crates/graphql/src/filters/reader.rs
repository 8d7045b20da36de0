//! Reading the values of a filter: what is not one is an error that names the field.

use async_graphql::ID;
use chrono::NaiveDate;
use luodi_app::list::{self, Compare};
use luodi_domain::{ids::IdError, money::Money};

use super::compare::{Comparator, DateFilter};
use crate::{
    codes::{ErrorCode, PublicError},
    language::Language,
    scalars::Decimal,
};

/// Most conditions and values in one filter, all its parts together: each is a part or a parameter of the statement.
const MAX_VALUES: usize = 500;
/// Most conditions in one filter that look into other tables. PostgreSQL plans each as a join: 20 take it 0.2 s, 100 took it
/// 8 s, and 250 did not end before the statement's time was up.
const MAX_JOINED: usize = 20;
/// Most words in one search.
const MAX_WORDS: usize = 8;

/// Reads one filter.
pub(crate) struct Reader {
    language: Language,
    left: usize,
    joins_left: usize,
    /// Where in the filter it reads, a dot behind each name.
    path: String,
}

impl Reader {
    /// For a caller of this language.
    pub(crate) const fn new(language: Language) -> Self {
        Self { language, left: MAX_VALUES, joins_left: MAX_JOINED, path: String::new() }
    }

    /// Reads what stands in this field.
    pub(crate) fn within<T>(
        &mut self,
        field: &str,
        read: impl FnOnce(&mut Self) -> Result<T, PublicError>,
    ) -> Result<T, PublicError> {
        let outer = self.path.len();
        self.path.push_str(field);
        self.path.push('.');
        let read = read(self);
        self.path.truncate(outer);
        read
    }

    /// A comparator's comparisons as terms, each value read by `read`.
    pub(crate) fn compare<C: Comparator, V, T>(
        &mut self,
        terms: &mut Vec<T>,
        comparator: Option<C>,
        read: impl Fn(&Self, C::Value) -> Result<V, PublicError>,
        term: impl Fn(Compare<V>) -> T,
    ) -> Result<(), PublicError> {
        for comparison in comparator.map(C::comparisons).unwrap_or_default() {
            self.count(match &comparison {
                Compare::OneOf(values) | Compare::NoneOf(values) => values.len(),
                _ => 1,
            })?;
            terms.push(term(comparison.try_map(|value| read(self, value))?));
        }
        Ok(())
    }

    /// The comparisons of a day.
    pub(crate) fn days(
        &mut self,
        filter: Option<DateFilter>,
    ) -> Result<Vec<Compare<NaiveDate>>, PublicError> {
        let mut days = Vec::new();
        self.compare(&mut days, filter, |_, day| Ok(day.0), |comparison| comparison)?;
        Ok(days)
    }

    /// The words of a search.
    pub(crate) fn words(&mut self, text: Option<&str>) -> Result<Option<Vec<String>>, PublicError> {
        let Some(words) = text.map(list::words) else { return Ok(None) };
        if !(1..=MAX_WORDS).contains(&words.len()) {
            return Err(self.bad(
                format!(
                    "筛选条件 {}text 应包含 1 至 {MAX_WORDS} 个词，每个词至少有一个汉字、字母或数字。",
                    self.path
                ),
                format!(
                    "filter.{}text: a search has 1 to {MAX_WORDS} words, each with a character, letter or digit in it.",
                    self.path
                ),
            ));
        }
        self.count(words.len())?;
        self.join(words.len())?;
        Ok(Some(words))
    }

    /// Everybody in each of these roles, or in all of them when none is said; the roles said, without repetition.
    pub(crate) fn roles<R, S: From<R> + PartialEq>(
        &mut self,
        roles: Option<Vec<R>>,
        all: &[S],
        people: usize,
    ) -> Result<Vec<S>, PublicError> {
        let mut distinct: Vec<S> = Vec::new();
        for role in roles.unwrap_or_default().into_iter().map(S::from) {
            if !distinct.contains(&role) {
                distinct.push(role);
            }
        }
        let asked = if distinct.is_empty() { all.len() } else { distinct.len() };
        self.count(people.saturating_mul(asked))?;
        Ok(distinct)
    }

    /// A list of ids.
    pub(crate) fn ids<T>(
        &mut self,
        ids: &[ID],
        field: &'static str,
        parse: fn(&str) -> Result<T, IdError>,
    ) -> Result<Vec<T>, PublicError> {
        self.count(ids.len())?;
        ids.iter().map(|id| self.id(id, field, parse)).collect()
    }

    /// One id.
    pub(crate) fn id<T>(
        &self,
        id: &ID,
        field: &'static str,
        parse: fn(&str) -> Result<T, IdError>,
    ) -> Result<T, PublicError> {
        parse(id).map_err(|error| {
            self.bad(
                format!("筛选条件 {}{field} 中的标识不正确，请核对。", self.path),
                format!("filter.{}{field}: {error}.", self.path),
            )
        })
    }

    /// An amount in yuan.
    pub(crate) fn money(&self, amount: Decimal, field: &'static str) -> Result<Money, PublicError> {
        amount.to_units(2).map(Money::from_fen).map_err(|error| {
            self.bad(
                format!("筛选条件 {}{field} 的金额不正确：以元为单位，最多两位小数。", self.path),
                format!("filter.{}{field}: {error}.", self.path),
            )
        })
    }

    /// So many conditions or values more.
    pub(crate) fn count(&mut self, values: usize) -> Result<(), PublicError> {
        spend(&mut self.left, values).ok_or_else(|| {
            self.bad(
                format!("一个筛选条件最多包含 {MAX_VALUES} 个条件和值。"),
                format!("A filter holds at most {MAX_VALUES} conditions and values."),
            )
        })
    }

    /// So many conditions more that look into other tables.
    pub(crate) fn join(&mut self, conditions: usize) -> Result<(), PublicError> {
        spend(&mut self.joins_left, conditions).ok_or_else(|| {
            self.bad(
                format!("一个筛选条件中，涉及手续、标签、责任人、单位、进入阶段日期和搜索文字的条件合计最多 {MAX_JOINED} 个。"),
                format!(
                    "A filter holds at most {MAX_JOINED} conditions on permits, labels, officers, agencies, days of stages \
                     and words of searches, all together."
                ),
            )
        })
    }

    /// A filter that cannot be answered.
    pub(crate) fn bad(&self, zh: String, en: String) -> PublicError {
        PublicError::new(ErrorCode::BadUserInput, self.language.pick(zh, en))
    }
}

/// Takes so many of what is left, or nothing when there are not as many.
fn spend(left: &mut usize, asked: usize) -> Option<()> {
    *left = left.checked_sub(asked)?;
    Some(())
}
