//! What a project in phases 分期 shows: everything is derived from its phases.

use crate::money::Money;
use crate::stage::Stage;
use crate::standing::StandingKind;

/// What of a phase counts for its umbrella.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phase {
    /// How far it has come.
    pub stage: Stage,
    /// Whether it is being pushed forward.
    pub standing: StandingKind,
    /// 协议投资额.
    pub agreed_investment: Option<Money>,
}

/// What an umbrella shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Umbrella {
    /// The stage that all phases have reached which go on.
    pub stage: Stage,
    /// ACTIVE while one phase is; PAUSED when all that go on are paused; WITHDRAWN when all were given up.
    pub standing: StandingKind,
    /// The sum of the amounts known; nothing when none is known, or 64 bits do not hold it.
    pub agreed_investment: Option<Money>,
    /// How many phases there are, those given up included.
    pub total: usize,
    /// How many have started, those that produce included.
    pub started: usize,
    /// How many produce.
    pub producing: usize,
    /// How many were given up.
    pub withdrawn: usize,
}

/// What an umbrella with these phases shows; nothing without any phase.
///
/// A phase given up must not hold its siblings back, nor count in their sum; when all are given up, all count, so that
/// what was reached can still be read.
pub fn derive(phases: &[Phase]) -> Option<Umbrella> {
    let of = |kind: StandingKind| phases.iter().filter(move |phase| phase.standing == kind).count();
    let (active, paused) = (of(StandingKind::Active), of(StandingKind::Paused));
    let standing = match (active, paused) {
        (0, 0) => StandingKind::Withdrawn,
        (0, _) => StandingKind::Paused,
        _ => StandingKind::Active,
    };
    let counted = || {
        let goes_on = |phase: &&Phase| phase.standing != StandingKind::Withdrawn;
        phases.iter().filter(move |phase| standing == StandingKind::Withdrawn || goes_on(phase))
    };
    let reached = |stage: Stage| counted().filter(|phase| phase.stage >= stage).count();
    Some(Umbrella {
        stage: counted().map(|phase| phase.stage).min()?,
        standing,
        agreed_investment: sum(counted().filter_map(|phase| phase.agreed_investment)),
        total: phases.len(),
        started: reached(Stage::Started),
        producing: reached(Stage::Producing),
        withdrawn: of(StandingKind::Withdrawn),
    })
}

fn sum(mut amounts: impl Iterator<Item = Money>) -> Option<Money> {
    let first = amounts.next()?;
    amounts.try_fold(first, Money::checked_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Stage::{Lead, Producing, Signed, Started};
    use StandingKind::{Active, Paused, Withdrawn};

    #[test]
    fn an_umbrella_shows_what_its_phases_have_reached() {
        #[track_caller]
        fn check(phases: &[(Stage, StandingKind, Option<i64>)], expected: &str) {
            let phases = phases.iter().map(|&(stage, standing, fen)| Phase {
                stage,
                standing,
                agreed_investment: fen.map(Money::from_fen),
            });
            let shown = derive(&phases.collect::<Vec<_>>()).map(|umbrella| {
                let Umbrella { stage, standing, agreed_investment, total, started, producing, withdrawn } =
                    umbrella;
                let amount = agreed_investment.map_or("none".to_owned(), |sum| sum.fen().to_string());
                format!("{stage} {standing} {amount} {started}+{producing}-{withdrawn}/{total}")
            });
            assert_eq!(shown.as_deref(), (!expected.is_empty()).then_some(expected));
        }
        check(
            &[(Producing, Active, Some(5)), (Signed, Active, None), (Started, Active, Some(7))],
            "SIGNED ACTIVE 12 2+1-0/3",
        );
        check(&[(Started, Active, None), (Lead, Withdrawn, Some(9))], "STARTED ACTIVE none 1+0-1/2");
        check(&[(Started, Withdrawn, Some(1)), (Signed, Withdrawn, Some(2))], "SIGNED WITHDRAWN 3 1+0-2/2");
        check(&[(Started, Paused, None), (Lead, Active, None)], "LEAD ACTIVE none 1+0-0/2");
        check(&[(Started, Paused, None), (Signed, Paused, None)], "SIGNED PAUSED none 1+0-0/2");
        check(&[(Started, Paused, None), (Lead, Withdrawn, None)], "STARTED PAUSED none 1+0-1/2");
        check(&[(Lead, Active, Some(i64::MAX)), (Lead, Active, Some(1))], "LEAD ACTIVE none 0+0-0/2");
        check(&[], "");
    }
}
