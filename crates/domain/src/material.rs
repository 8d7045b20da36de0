//! Materials 申请材料: what has to be handed in for permits, who has it, and how far it is. One serves several permits.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::ids::{MaterialId, PermitId};
use crate::private::Private;
use crate::project::Project;
use crate::schedule::Papers;
use crate::step::Turn;

/// How many materials a project may have, without those taken off its list.
pub const MOST_OF_PROJECT: usize = 500;
/// How many of them one permit may need.
pub const MOST_OF_PERMIT: usize = 100;
/// How many may be taken off a project's list: all are loaded with it.
pub const MOST_REMOVED: usize = 500;
/// The fewest characters that a name has.
pub const SHORTEST_NAME: usize = 2;
/// The most.
pub const LONGEST_NAME: usize = 120;

coded_enum! {
    /// How far a material is.
    pub enum MaterialState {
        /// 缺: nobody has begun it.
        Missing = "MISSING",
        /// 编制中: somebody is making it.
        InPreparation = "IN_PREPARATION",
        /// 已备齐: it can be handed in.
        Ready = "READY",
        /// 已提交: it was handed in.
        Filed = "FILED",
        /// 需补正: it came back to be corrected.
        ToCorrect = "TO_CORRECT",
        /// 不需要: it turned out not to be needed.
        NotNeeded = "NOT_NEEDED",
    }
}

impl MaterialState {
    /// Whether nobody waits for it.
    pub const fn is_at_hand(self) -> bool {
        match self {
            Self::Ready | Self::Filed | Self::NotNeeded => true,
            Self::Missing | Self::InPreparation | Self::ToCorrect => false,
        }
    }

    /// Whether it was handed in before it could be so: an agency has had it.
    const fn was_filed(self) -> bool {
        matches!(self, Self::Filed | Self::ToCorrect)
    }
}

/// What is known of a material.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaterialFacts {
    /// What it is called, once in a project.
    pub name: String,
    /// Who has it, or has to make it.
    pub holder: Turn,
    /// Who exactly that is.
    pub note: Option<Private>,
    /// How far it is.
    pub state: MaterialState,
    /// The day agreed for it to be at hand.
    pub due_on: Option<NaiveDate>,
    /// The permits that need it, and whether it may be handed in later there 容缺后补.
    pub permits: BTreeMap<PermitId, bool>,
}

/// A material of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Material {
    /// Its id.
    pub id: MaterialId,
    /// What is known of it.
    pub facts: MaterialFacts,
    /// The day it was listed.
    pub listed_on: NaiveDate,
    /// Since when it is as far as it is.
    pub since: NaiveDate,
    /// Whether it was ever handed in.
    pub filed: bool,
    /// Set when it was taken off the list: then it exists for nobody but the record.
    pub removed: Option<Removal>,
}

/// When and why a material was taken off the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: Private,
}

impl Material {
    /// A material as it was listed.
    pub const fn listed(id: MaterialId, facts: MaterialFacts, on: NaiveDate) -> Self {
        let filed = facts.state.was_filed();
        Self { id, facts, listed_on: on, since: on, filed, removed: None }
    }

    /// What is known of it from that day on.
    pub fn told(&mut self, facts: MaterialFacts, on: NaiveDate) {
        if facts.state != self.facts.state {
            self.since = on;
        }
        self.filed |= facts.state.was_filed();
        self.facts = facts;
    }

    /// Whether it is on the list.
    pub const fn is_listed(&self) -> bool {
        self.removed.is_none()
    }

    /// Whether a permit needs it.
    pub fn serves(&self, permit: PermitId) -> bool {
        self.is_listed() && self.facts.permits.contains_key(&permit)
    }

    /// Whether a permit that nobody has filed waits for it: it is neither at hand, nor can it be handed in later there.
    pub fn hinders(&self, permit: PermitId) -> bool {
        let deferrable = self.facts.permits.get(&permit);
        self.is_listed() && !self.facts.state.is_at_hand() && deferrable == Some(&false)
    }

    /// Whether the day agreed for it has passed and it is not at hand.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        let late = self.facts.due_on.is_some_and(|due_on| due_on < today);
        self.is_listed() && late && !self.facts.state.is_at_hand()
    }
}

/// A name as it is compared: neither width nor case nor blanks tell two apart.
pub fn folded(name: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    name.chars().filter(|c| !crate::text::is_blank(*c)).map(narrow).flat_map(char::to_lowercase).collect()
}

/// What permits wait for of these materials; those that wait for none have no entry.
pub fn lacking<'a>(materials: impl IntoIterator<Item = &'a Material>) -> BTreeMap<PermitId, Papers> {
    let mut lacking: BTreeMap<PermitId, Papers> = BTreeMap::new();
    for material in materials {
        let by = material.facts.due_on;
        for permit in material.facts.permits.keys().filter(|permit| material.hinders(**permit)) {
            let papers = lacking.entry(*permit).or_default();
            *papers = papers.and(Papers::Missing { by, at_least: by.is_none() });
        }
    }
    lacking
}

impl Project {
    /// A material that is on the list.
    pub fn material(&self, id: MaterialId) -> Option<&Material> {
        self.materials.get(&id).filter(|material| material.is_listed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn permit(number: u128) -> PermitId {
        PermitId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn material(state: MaterialState, due_on: Option<&str>, permits: &[(u128, bool)]) -> Material {
        let facts = MaterialFacts {
            name: "施工图".into(),
            holder: Turn::Enterprise,
            note: None,
            state,
            due_on: due_on.map(day),
            permits: permits.iter().map(|(number, deferrable)| (permit(*number), *deferrable)).collect(),
        };
        Material::listed(MaterialId::from_uuid(uuid::Uuid::nil()), facts, day("2025-06-01"))
    }

    #[test]
    fn names_that_look_the_same() {
        let check = |name: &str, expected: &str| assert_eq!(folded(name), expected);
        check("施工图（Ａ版）", "施工图(a版)");
        check(" BIM 模型\u{3000}v2 ", "bim模型v2");
        check("承诺书", "承诺书");
    }

    #[test]
    fn which_states_keep_a_permit_waiting() {
        use MaterialState as S;
        let at_hand: Vec<S> = S::ALL.iter().copied().filter(|state| state.is_at_hand()).collect();
        assert_eq!(at_hand, [S::Ready, S::Filed, S::NotNeeded]);
        for &state in S::ALL {
            let of_both = material(state, None, &[(1, false), (2, true)]);
            assert_eq!(of_both.hinders(permit(1)), !state.is_at_hand(), "{state}");
            assert!(!of_both.hinders(permit(2)), "it can be handed in later");
            assert!(!of_both.hinders(permit(3)), "another permit");
        }
    }

    #[test]
    fn whether_it_was_ever_handed_in() {
        use MaterialState as S;
        let check = |states: &[S], expected: bool| {
            let mut one = material(states[0], None, &[(1, false)]);
            for (state, on) in states.iter().skip(1).zip(["2025-06-02", "2025-06-03"]) {
                one.told(MaterialFacts { state: *state, ..one.facts.clone() }, day(on));
            }
            assert_eq!(one.filed, expected, "{states:?}");
        };
        check(&[S::Missing, S::Ready], false);
        check(&[S::Filed], true);
        check(&[S::Ready, S::Filed, S::Ready], true);
        check(&[S::ToCorrect], true);
        check(&[S::NotNeeded], false);
    }

    #[test]
    fn since_when_and_whether_it_is_late() {
        let mut one = material(MaterialState::Missing, Some("2025-06-10"), &[(1, false)]);
        one.told(MaterialFacts { name: "施工图设计文件".into(), ..one.facts.clone() }, day("2025-06-03"));
        assert_eq!(one.since, day("2025-06-01"));
        one.told(
            MaterialFacts { state: MaterialState::InPreparation, ..one.facts.clone() },
            day("2025-06-05"),
        );
        assert_eq!(one.since, day("2025-06-05"));
        assert!(!one.is_overdue(day("2025-06-10")) && one.is_overdue(day("2025-06-11")));
        one.told(MaterialFacts { state: MaterialState::Ready, ..one.facts.clone() }, day("2025-06-12"));
        assert!(!one.is_overdue(day("2025-06-13")));
    }

    #[test]
    fn what_permits_wait_for() {
        use MaterialState::{InPreparation, Missing, Ready};
        let all = [
            material(Missing, Some("2025-07-01"), &[(1, false), (2, true), (3, false)]),
            material(InPreparation, Some("2025-06-20"), &[(1, false)]),
            material(Missing, None, &[(3, false)]),
            material(Ready, Some("2025-08-01"), &[(1, false), (4, false)]),
        ];
        let missing = |by: &str, at_least| Papers::Missing { by: Some(day(by)), at_least };
        let expected = [(permit(1), missing("2025-07-01", false)), (permit(3), missing("2025-07-01", true))];
        assert_eq!(lacking(&all), expected.into());
    }
}
