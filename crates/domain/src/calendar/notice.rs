//! Whether days off can be what the State Council published of a year, and not a slip of whoever typed them in.

use chrono::NaiveDate;

use super::days_off::DaysOff;
use crate::refusal::{Fact, Refusal, Rule};

/// How many days off of its own a year has at least. Of 2016 to 2026 none had fewer than 22.
pub const LEAST_OFF: usize = 15;

/// Days that are off whatever the year, by month and day: New Year, Labour Day, National Day. All of 2016 to 2026
/// had them.
const ALWAYS_OFF: [(u32, u32); 5] = [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)];

impl DaysOff {
    /// Refuses what cannot be a year's notice: one without the days that are off in every year, with fewer days than any
    /// year had, or of which nobody says where it stands. Half a year would move every deadline behind it, and be believed.
    pub fn check_notice(&self) -> Result<(), Refusal> {
        if !self.sources.iter().any(|source| names_a_notice(source)) {
            return Err(Refusal::new(Rule::SourceNotANotice).at("sources"));
        }
        let always =
            ALWAYS_OFF.iter().filter_map(|&(month, day)| NaiveDate::from_ymd_opt(self.year, month, day));
        if let Some(missing) = always.into_iter().find(|day| !self.off.contains(day)) {
            return Err(Refusal::new(Rule::HolidayMissing).at("off").with("date", Fact::Date(missing)));
        }
        let own = self.off.iter().filter(|day| self.is_of_its_own(**day)).count();
        if own < LEAST_OFF {
            let number = |value: usize| Fact::Number(i64::try_from(value).unwrap_or(i64::MAX));
            let refusal = Refusal::new(Rule::DaysOffTooFew).at("off").with("found", number(own));
            return Err(refusal.with("min", number(LEAST_OFF)));
        }
        Ok(())
    }
}

/// Whether this says which notice it is: an address of the government, or a document number such as 国办发明电〔2025〕7号.
fn names_a_notice(source: &str) -> bool {
    let address = source.strip_prefix("https://").or_else(|| source.strip_prefix("http://"));
    let of_government = |address: &str| {
        let host = address.split(['/', ':', '?', '#']).next().unwrap_or_default();
        host == "gov.cn" || host.ends_with(".gov.cn")
    };
    address.is_some_and(of_government) || is_numbered(source)
}

/// Whether there is a document number in it: the year in brackets, then a number and 号.
fn is_numbered(source: &str) -> bool {
    source.match_indices(['〔', '[', '［']).any(|(at, open)| {
        let rest = &source[at + open.len()..];
        let Some((year, rest)) = rest.split_once(['〕', ']', '］']) else { return false };
        let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let year = year.len() == 4 && year.chars().all(|digit| digit.is_ascii_digit());
        year && !number.is_empty() && rest[number.len()..].starts_with('号')
    })
}
