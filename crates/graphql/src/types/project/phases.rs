//! What a project in phases 分期 shows: it is derived from its phases.

use std::sync::Arc;

use async_graphql::{Context, Object};
use luodi_app::read::Head;
use luodi_domain::{money::Money, stage::Stage, standing::StandingKind};

use crate::schema::language;

/// The phases of a project, in their order.
pub(super) struct Phases(pub(super) Vec<Arc<Head>>);

impl Phases {
    /// The phases that go on. One given up must not hold its siblings back, nor count in their sum; when all are
    /// given up, all count, so that what was reached can still be read.
    fn counted(&self) -> impl Iterator<Item = &Head> {
        let withdrawn = |head: &Head| head.standing.kind() == StandingKind::Withdrawn;
        let all = self.0.iter().all(|head| withdrawn(head));
        self.0.iter().map(Arc::as_ref).filter(move |head| all || !withdrawn(head))
    }

    /// The stage that all of them have reached.
    pub(super) fn stage(&self) -> Option<Stage> {
        self.counted().map(|head| head.stage).min()
    }

    /// The sum of the amounts known; nothing when none is known, or 64 bits do not hold it.
    pub(super) fn agreed_investment(&self) -> Option<Money> {
        self.counted().filter_map(|head| head.profile.agreed_investment).try_fold(None, add).flatten()
    }

    /// How many have come how far.
    pub(super) fn progress(&self) -> PhaseProgress {
        let reached = |stage: Stage| self.counted().filter(|head| head.stage >= stage).count();
        let withdrawn = self.0.iter().filter(|head| head.standing.kind() == StandingKind::Withdrawn).count();
        PhaseProgress {
            total: self.0.len(),
            started: reached(Stage::Started),
            producing: reached(Stage::Producing),
            withdrawn,
        }
    }
}

/// `Some(None)` before the first amount, nothing on overflow.
#[expect(clippy::option_option, reason = "the outer one ends a try_fold")]
fn add(sum: Option<Money>, amount: Money) -> Option<Option<Money>> {
    match sum {
        None => Some(Some(amount)),
        Some(sum) => sum.checked_add(amount).map(Some),
    }
}

/// How far the phases of a project have come. 分期进度
pub(super) struct PhaseProgress {
    total: usize,
    started: usize,
    producing: usize,
    withdrawn: usize,
}

/// How far the phases of a project have come. 分期进度
#[Object]
impl PhaseProgress {
    /// How many phases there are, those given up included. 分期总数
    async fn total(&self) -> usize {
        self.total
    }

    /// How many have started, those that produce included. 已开工期数
    async fn started(&self) -> usize {
        self.started
    }

    /// How many produce. 已投产期数
    async fn producing(&self) -> usize {
        self.producing
    }

    /// How many were given up. 已终止期数
    async fn withdrawn(&self) -> usize {
        self.withdrawn
    }

    /// In words, in the caller's language: `1 of 3 started`. 文字说明
    async fn summary(&self, ctx: &Context<'_>) -> String {
        let Self { total, started, .. } = self;
        language(ctx)
            .pick(format!("{total} 期中 {started} 期已开工"), format!("{started} of {total} started"))
    }
}

#[cfg(test)]
mod tests {
    use luodi_domain::{
        ids::ProjectId,
        profile::{Place, Profile},
        project::Lineage,
        stage::Track,
        standing::Standing,
    };

    use super::*;

    const GONE: Standing = Standing::Withdrawn { on: chrono::NaiveDate::MIN };

    fn phases(rows: &[(Stage, Standing, Option<i64>)]) -> Phases {
        let head = |&(stage, standing, fen): &(Stage, Standing, Option<i64>)| {
            Arc::new(Head {
                id: ProjectId::parse("prj_00000000000000000000000001").unwrap(),
                version: 1,
                profile: profile(fen.map(Money::from_fen)),
                lineage: Lineage::Single,
                stage,
                standing,
                created_at: chrono::DateTime::UNIX_EPOCH,
                updated_at: chrono::DateTime::UNIX_EPOCH,
            })
        };
        Phases(rows.iter().map(head).collect())
    }

    fn profile(agreed_investment: Option<Money>) -> Profile {
        Profile {
            name: "一期".to_owned(),
            other_names: std::collections::BTreeMap::new(),
            track: Track::NewBuild,
            codes: std::collections::BTreeMap::new(),
            industry: None,
            chain: None,
            place: Place::default(),
            originating_agency: None,
            landing_specialist: None,
            leader_in_charge: None,
            credits: std::collections::BTreeMap::new(),
            labels: std::collections::BTreeSet::new(),
            agreed_investment,
            planned_start: None,
            planned_production: None,
            attributes: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn an_umbrella_shows_what_all_its_phases_have_reached() {
        use Stage::{Lead, Producing, Signed, Started};
        #[track_caller]
        fn check(rows: &[(Stage, Standing, Option<i64>)], expected: &str) {
            let phases = phases(rows);
            let stage = phases.stage().map_or("none", Stage::as_str);
            let amount = phases.agreed_investment().map_or("none".to_owned(), |sum| sum.fen().to_string());
            let PhaseProgress { total, started, producing, withdrawn } = phases.progress();
            let shown = format!("{stage} {amount} {started}+{producing}-{withdrawn}/{total}");
            assert_eq!(shown, expected);
        }
        let on = Standing::Active;
        check(&[(Producing, on, Some(5)), (Signed, on, None), (Started, on, Some(7))], "SIGNED 12 2+1-0/3");
        check(&[(Started, on, None), (Lead, GONE, Some(9))], "STARTED none 1+0-1/2");
        check(&[(Started, GONE, Some(1)), (Signed, GONE, Some(2))], "SIGNED 3 1+0-2/2");
        check(&[(Lead, on, Some(i64::MAX)), (Lead, on, Some(1))], "LEAD none 0+0-0/2");
        check(&[], "none none 0+0-0/0");
    }
}
