//! Summaries: how many projects have come how far, and what their permits amount to.

use std::collections::BTreeMap;

use async_graphql::{Context, Enum, Object};
use luodi_app::list::{self, PermitCounts};
use luodi_domain::{
    money,
    permit::{self, PermitStatus as Status},
    stage,
};

use super::{
    Money, Region, SHORT,
    enums::{PermitLevel, Stage, Standing},
    fetch::Fetch,
};
use crate::{codes::PublicError, page::page_cost};

/// Which regions a summary tells apart. 汇总层级
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "list::RegionLevel")]
pub enum RegionLevel {
    /// By province. 省
    Province,
    /// By city. 市
    City,
    /// By county. 县
    County,
    /// By park. 园区
    Park,
}

/// How many projects have come how far. A project in phases counts once, with what its phases amount to; a phase counts
/// where the filter leaves its whole out. 项目进度汇总
pub struct Pipeline(pub(crate) Vec<list::Cell>);

/// How many projects have come how far. A project in phases counts once, with what its phases amount to; a phase counts
/// where the filter leaves its whole out. 项目进度汇总
#[Object]
impl Pipeline {
    /// How many projects there are. 项目数
    async fn projects(&self) -> i64 {
        self.0.iter().map(|cell| cell.projects).sum()
    }

    /// The sum of the amounts known. 协议投资总额
    async fn agreed_investment(&self) -> Money {
        Money(sum(&self.0))
    }

    /// By stage, in the order of a project's life; every stage is there. 按阶段
    async fn stages(&self) -> Vec<PipelineStage> {
        let of = |stage: &stage::Stage| {
            let cells = self.0.iter().filter(|cell| cell.stage == *stage);
            PipelineStage { stage: *stage, cells: cells.copied().collect() }
        };
        stage::Stage::ALL.iter().map(of).collect()
    }

    /// By region, stage and standing; combinations without a project are left out. 明细
    #[graphql(complexity = "page_cost(Some(50), None, child_complexity)")]
    async fn cells(&self) -> Vec<PipelineCell> {
        self.0.iter().copied().map(PipelineCell).collect()
    }
}

/// Sums of 64 bits do not wrap: what they cannot hold is shown as the most they can.
fn sum(cells: &[list::Cell]) -> money::Money {
    let fen = cells.iter().fold(0_i64, |sum, cell| sum.saturating_add(cell.agreed_investment.fen()));
    money::Money::from_fen(fen)
}

/// Projects that have come equally far. 阶段汇总
struct PipelineStage {
    stage: stage::Stage,
    cells: Vec<list::Cell>,
}

/// Projects that have come equally far. 阶段汇总
#[Object]
impl PipelineStage {
    /// How far. 阶段
    async fn stage(&self) -> Stage {
        self.stage.into()
    }

    /// How many projects. 项目数
    async fn projects(&self) -> i64 {
        self.cells.iter().map(|cell| cell.projects).sum()
    }

    /// The sum of the amounts known. 协议投资总额
    async fn agreed_investment(&self) -> Money {
        Money(sum(&self.cells))
    }

    /// How many have no amount. 未填金额的项目数
    async fn without_amount(&self) -> i64 {
        self.cells.iter().map(|cell| cell.without_amount).sum()
    }
}

/// Projects of one region, stage and standing. 汇总明细
struct PipelineCell(list::Cell);

/// Projects of one region, stage and standing. 汇总明细
#[Object]
impl PipelineCell {
    /// The region; null for projects that say none of this level. 行政区划
    async fn region(&self, ctx: &Context<'_>) -> Result<Option<Region>, PublicError> {
        Region::maybe(ctx, self.0.region).await
    }

    /// How far they have come. 阶段
    async fn stage(&self) -> Stage {
        self.0.stage.into()
    }

    /// Whether they are being pushed forward. 状态
    async fn standing(&self) -> Standing {
        self.0.standing.into()
    }

    /// How many projects. 项目数
    async fn projects(&self) -> i64 {
        self.0.projects
    }

    /// The sum of the amounts known. 协议投资总额
    async fn agreed_investment(&self) -> Money {
        Money(self.0.agreed_investment)
    }

    /// How many have no amount. 未填金额的项目数
    async fn without_amount(&self) -> i64 {
        self.0.without_amount
    }
}

/// What permits amount to, those of a project's phases included. 手续汇总
pub struct PermitSummary(pub(crate) PermitCounts);

/// What permits amount to, those of a project's phases included. 手续汇总
#[Object]
impl PermitSummary {
    /// How many projects they belong to, those without any permit included; a project in phases counts once. 项目数
    async fn projects(&self) -> i64 {
        self.0.projects
    }

    /// How many of those projects have started, those that produce included. 已开工项目数
    async fn projects_started(&self) -> i64 {
        self.0.started
    }

    /// By deciding level; every level is there. 按审批层级
    #[graphql(complexity = "page_cost(SHORT, None, child_complexity)")]
    async fn levels(&self) -> Vec<PermitLevelSummary> {
        let of = |level: &permit::Level| {
            let of_level = self.0.permits.iter().filter(|((of, _), _)| of == level);
            PermitLevelSummary {
                level: *level,
                counts: of_level.map(|((_, status), count)| (*status, *count)).collect(),
            }
        };
        permit::Level::ALL.iter().map(of).collect()
    }
}

/// What the permits of one deciding level amount to. 层级汇总
struct PermitLevelSummary {
    level: permit::Level,
    counts: BTreeMap<Status, i64>,
}

impl PermitLevelSummary {
    fn of(&self, statuses: &[Status]) -> i64 {
        statuses.iter().filter_map(|status| self.counts.get(status)).sum()
    }
}

/// What the permits of one deciding level amount to. 层级汇总
#[Object]
impl PermitLevelSummary {
    /// Who decides, by level. 审批层级
    async fn level(&self) -> PermitLevel {
        self.level.into()
    }

    /// All of them. 手续数
    async fn total(&self) -> i64 {
        self.of(Status::ALL)
    }

    /// In hand, with defects or without. 已取得
    async fn granted(&self) -> i64 {
        self.of(&[Status::Granted, Status::GrantedWithDefects])
    }

    /// Of those in hand, the ones with a defect still to be cured. 其中容缺取得
    async fn granted_with_defects(&self) -> i64 {
        self.of(&[Status::GrantedWithDefects])
    }

    /// A case is under way. 办理中
    async fn in_case(&self) -> i64 {
        self.of(&[Status::InCase])
    }

    /// No case yet. 准备中
    async fn preparing(&self) -> i64 {
        self.of(&[Status::Preparing, Status::PreReview])
    }

    /// The last case ended without a grant. 未通过
    async fn refused(&self) -> i64 {
        self.of(&[Status::Refused])
    }

    /// Granted, and no longer valid. 失效
    async fn lapsed(&self) -> i64 {
        self.of(&[Status::Lapsed])
    }

    /// Found not to be needed. 不需办理
    async fn ruled_out(&self) -> i64 {
        self.of(&[Status::RuledOut])
    }
}
