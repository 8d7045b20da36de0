//! Numbers of projects, from which their ids, their chances and the serials of their codes come.

use std::fmt;

use crate::DemoError;

/// Phases have numbers of their own above those of their umbrellas, commands above those of all projects, and each
/// cohort above everything of the one before.
const PHASE: u64 = 100_000;
const COMMANDS: u64 = 1_000_000;
const COHORT: u64 = 10_000_000;

/// A year's projects: the first are those of the demo city, further ones are drawn beside them where many are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cohort(u32);

impl Cohort {
    /// The projects of the demo city.
    pub(crate) const FIRST: Self = Self(0);
    /// More than a cohort has.
    const MOST: u32 = 700;
    /// How many there can be: serials of project codes have five digits.
    const COUNT: u32 = 42;

    /// Those after the first.
    pub(crate) fn further() -> impl Iterator<Item = Self> {
        (1..Self::COUNT).map(Self)
    }

    fn index(self) -> u64 {
        u64::from(self.0)
    }

    /// The number of the project that has so many before it in this cohort.
    pub(crate) fn number(self, before: usize) -> Result<Number, DemoError> {
        match u32::try_from(before) {
            Ok(before) if before < Self::MOST => Ok(Number { cohort: self, phase: 0, own: before + 1 }),
            _ => Err(DemoError::Content("numbers for so many projects")),
        }
    }
}

/// The number of one project among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    cohort: Cohort,
    /// Nought, or which of its phases this is.
    phase: u64,
    /// From one, in its cohort.
    own: u32,
}

impl Number {
    /// The number of a phase of it, counted from nought.
    pub(crate) const fn of_phase(self, index: u64) -> Self {
        Self { phase: index + 1, ..self }
    }

    /// How many come before it in all cohorts.
    pub(crate) const fn place(self) -> usize {
        (self.cohort.0 * Cohort::MOST + self.own - 1) as usize
    }

    /// What its ids and its chances come from.
    pub(crate) fn seed(self) -> u64 {
        u64::from(self.own) + self.phase * PHASE + self.cohort.index() * COHORT
    }

    /// What the ids of its commands come from.
    pub(crate) fn commands(self) -> u64 {
        self.seed() + COMMANDS
    }

    /// Whether it is one of every so many of its cohort.
    pub(crate) const fn is_every(self, many: u32) -> bool {
        self.own.is_multiple_of(many)
    }

    /// The serial of its project code: steps of seven, between which further cohorts fit, in blocks of five thousand, of
    /// which six lie between one phase and the next.
    pub(crate) fn serial(self) -> u32 {
        let (between, block) = (self.cohort.index() % 7, self.cohort.index() / 7);
        let serial = u64::from(self.own) * 7 + 11 + self.phase * 30_000 + between + block * 5_000;
        u32::try_from(serial).unwrap_or(u32::MAX)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.seed().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::iter;

    use super::*;

    #[test]
    fn no_two_projects_or_phases_share_a_number_or_a_serial() {
        let umbrellas = iter::once(Cohort::FIRST)
            .chain(Cohort::further())
            .flat_map(|cohort| (0..700).map(move |before| cohort.number(before).unwrap()));
        let numbers: Vec<Number> =
            umbrellas.flat_map(|whole| [whole, whole.of_phase(0), whole.of_phase(1)]).collect();
        let seeds: BTreeSet<u64> =
            numbers.iter().flat_map(|number| [number.seed(), number.commands()]).collect();
        assert_eq!(seeds.len(), 2 * numbers.len());
        let serials: BTreeSet<u32> = numbers.iter().map(|number| number.serial()).collect();
        assert_eq!(serials.len(), numbers.len());
        assert!(serials.last().is_some_and(|last| *last < 100_000), "{:?}", serials.last());
    }

    #[test]
    fn a_cohort_has_room_for_so_many() {
        assert!(Cohort::FIRST.number(699).is_ok());
        assert!(Cohort::FIRST.number(700).is_err());
    }
}
