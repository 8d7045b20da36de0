//! What a project in phases 分期 shows: it is derived from its phases.

use std::sync::Arc;

use async_graphql::{Context, Object};
use luodi_app::read::Head;
use luodi_domain::umbrella::{self, Phase, Umbrella};

use crate::schema::language;

/// The phases of a project, in their order.
pub(super) struct Phases(pub(super) Vec<Arc<Head>>);

impl Phases {
    /// What they amount to.
    fn together(&self) -> Option<Umbrella> {
        let phase = |head: &Arc<Head>| Phase {
            stage: head.stage,
            standing: head.standing.kind(),
            agreed_investment: head.profile.agreed_investment,
        };
        umbrella::derive(&self.0.iter().map(phase).collect::<Vec<_>>())
    }

    /// How many have come how far.
    pub(super) fn progress(&self) -> Option<PhaseProgress> {
        self.together().map(PhaseProgress)
    }
}

/// How far the phases of a project have come. 分期进度
pub(super) struct PhaseProgress(Umbrella);

/// How far the phases of a project have come. 分期进度
#[Object]
impl PhaseProgress {
    /// How many phases there are, those given up included. 分期总数
    async fn total(&self) -> usize {
        self.0.total
    }

    /// How many have started, those that produce included. 已开工期数
    async fn started(&self) -> usize {
        self.0.started
    }

    /// How many produce. 已投产期数
    async fn producing(&self) -> usize {
        self.0.producing
    }

    /// How many were given up. 已终止期数
    async fn withdrawn(&self) -> usize {
        self.0.withdrawn
    }

    /// In words, in the caller's language: `1 of 3 started`. 文字说明
    async fn summary(&self, ctx: &Context<'_>) -> String {
        let Umbrella { total, started, .. } = self.0;
        language(ctx)
            .pick(format!("{total} 期中 {started} 期已开工"), format!("{started} of {total} started"))
    }
}
