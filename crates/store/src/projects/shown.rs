//! What a project shows in lists: its own stage, standing and amount, or what its phases amount to.
//!
//! Kept beside the project, so that lists filter and sort by it in an index. An umbrella is worked out anew in the
//! transaction of every change to it or to one of its phases.

use luodi_domain::ids::ProjectId;
use luodi_domain::money::Money;
use luodi_domain::project::{Lineage, Project};
use luodi_domain::stage::Stage;
use luodi_domain::standing::StandingKind;
use luodi_domain::umbrella::{self, Phase};

use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::stored::At;

crate::statements! {
    /// What the phases of an umbrella show, in the order of their ids.
    PHASES = "select shown_stage, shown_standing, shown_investment_fen from project where phase_of = $1 order by id";
    /// Holds an umbrella: two of its phases may change at once, and the later must see the earlier. Whoever changes a phase
    /// holds its umbrella already ([`super::lock`]); a phase just born was nobody's to hold.
    HOLD = {
        sqlite: "select id from project where id = $1",
        postgres: "select id from project where id = $1 for no key update",
    };
    /// What an umbrella shows; an amount of its own counts before that of its phases.
    UPDATE = "update project set shown_stage = $2, shown_standing = $3,
        shown_investment_fen = coalesce(agreed_investment_fen, $4) where id = $1";
}

/// What a project shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// How far it has come; an umbrella as far as all phases that go on.
    pub stage: Stage,
    /// Whether it is being pushed forward.
    pub standing: StandingKind,
    /// 协议投资额; of an umbrella without an amount of its own, the sum of its phases.
    pub agreed_investment: Option<Money>,
}

/// The place of a stage in the order of life, from 1, as it is stored to be compared and sorted.
pub const fn stage_rank(stage: Stage) -> i64 {
    match stage {
        Stage::Lead => 1,
        Stage::Negotiation => 2,
        Stage::Signed => 3,
        Stage::Permitting => 4,
        Stage::Started => 5,
        Stage::Producing => 6,
    }
}

/// The stage at this place.
pub(crate) fn stage_of_rank(rank: i64) -> Option<Stage> {
    Stage::ALL.iter().copied().find(|&stage| stage_rank(stage) == rank)
}

/// What a project shows by itself.
pub(super) fn own(project: &Project) -> Shown {
    Shown {
        stage: project.stage,
        standing: project.standing.kind(),
        agreed_investment: project.profile.agreed_investment,
    }
}

/// The three columns.
pub(super) fn columns(shown: Shown) -> Vec<Value> {
    params![stage_rank(shown.stage), shown.standing.as_str(), shown.agreed_investment.map(Money::fen),]
}

/// The three columns of a row, read.
pub(super) fn read(
    at: &At<ProjectId>,
    stage: i64,
    standing: &str,
    investment_fen: Option<i64>,
) -> Result<Shown, StoreError> {
    Ok(Shown {
        stage: stage_of_rank(stage).ok_or_else(|| at.wrong(format!("shown_stage {stage}")))?,
        standing: at.coded("shown_standing", standing, StandingKind::parse)?,
        agreed_investment: investment_fen.map(Money::from_fen),
    })
}

/// Brings what an umbrella shows up to date, after it or one of its phases was written.
pub(super) async fn refresh(tx: &mut Tx<'_>, written: &Project) -> Result<(), StoreError> {
    let umbrella = match &written.lineage {
        Lineage::Single => return Ok(()),
        Lineage::Umbrella(_) => written.id,
        Lineage::PhaseOf(umbrella) => *umbrella,
    };
    let _: Option<(uuid::Uuid,)> = tx.fetch_optional(HOLD, params![umbrella]).await?;
    if let Some(shown) = of_phases(tx, umbrella).await? {
        let mut values = params![umbrella];
        values.extend(columns(shown));
        tx.execute(UPDATE, values).await?;
    }
    Ok(())
}

/// What a project shows: itself, or what the stored phases of an umbrella amount to, but for an amount of its own.
pub async fn shown(conn: &mut Conn<'_>, project: &Project) -> Result<Shown, StoreError> {
    let own = own(project);
    let phases = match project.lineage {
        Lineage::Umbrella(_) => of_phases(conn, project.id).await?,
        Lineage::Single | Lineage::PhaseOf(_) => None,
    };
    Ok(phases.map_or(own, |whole| Shown {
        agreed_investment: own.agreed_investment.or(whole.agreed_investment),
        ..whole
    }))
}

/// What the phases of an umbrella amount to; nothing while none is written.
async fn of_phases(conn: &mut Conn<'_>, umbrella: ProjectId) -> Result<Option<Shown>, StoreError> {
    let rows: Vec<(i64, String, Option<i64>)> = conn.fetch_all(PHASES, params![umbrella]).await?;
    let at = At { table: "project", row: umbrella };
    let phase = |(stage, standing, fen): (i64, String, Option<i64>)| {
        let Shown { stage, standing, agreed_investment } = read(&at, stage, &standing, fen)?;
        Ok::<_, StoreError>(Phase { stage, standing, agreed_investment })
    };
    let phases = rows.into_iter().map(phase).collect::<Result<Vec<_>, _>>()?;
    Ok(umbrella::derive(&phases).map(|whole| Shown {
        stage: whole.stage,
        standing: whole.standing,
        agreed_investment: whole.agreed_investment,
    }))
}
