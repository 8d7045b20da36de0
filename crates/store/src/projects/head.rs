//! The row of a project itself, and its [`Head`]: everything about it but what hangs on it.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use luodi_domain::ids::{AgencyId, OfficerId, ProjectId, RegionId};
use luodi_domain::money::Money;
use luodi_domain::partial_date::PartialDate;
use luodi_domain::plan::{Baseline, PlanHead};
use luodi_domain::profile::{Place, Profile};
use luodi_domain::project::{Lineage, Project};
use luodi_domain::schedule::Estimate;
use luodi_domain::stage::{Stage, Track};
use luodi_domain::standing::{Pause, PauseGround, Standing, StandingKind};
use sqlx::FromRow;
use uuid::Uuid;

use super::details;
use super::shown::{self, Shown};
use crate::db::{Conn, StoreError, Tx, Value};
use crate::params;
use crate::search;
use crate::stored::At;

crate::statements! {
    /// Projects by their ids.
    list SELECT = "select id, version, name, track, lineage, phase_of, stage, standing, paused_since, paused_until,
        pause_renewals, pause_ground, withdrawn_on, standing_changed_on, industry, chain, province_id, city_id,
        county_id, park_id, originating_agency_id, landing_specialist_id, leader_in_charge_id, agreed_investment_fen,
        planned_start, planned_start_precision, planned_start_raw, planned_production, planned_production_precision,
        planned_production_raw, plan_drawn_on, plan_locked_on, baseline_start_on, baseline_start_at_least,
        baseline_start_provisional, baseline_production_on, baseline_production_at_least,
        baseline_production_provisional, shown_stage, shown_standing, shown_investment_fen, created_at, updated_at
        from project where id in ({ids})";
    /// A new project.
    INSERT = "insert into project (id, version, name, track, lineage, phase_of, stage, standing, paused_since,
        paused_until, pause_renewals, pause_ground, withdrawn_on, standing_changed_on, industry, chain, province_id,
        city_id, county_id, park_id, originating_agency_id, landing_specialist_id, leader_in_charge_id,
        agreed_investment_fen, planned_start, planned_start_precision, planned_start_raw, planned_production,
        planned_production_precision, planned_production_raw, name_key, shown_stage, shown_standing,
        shown_investment_fen, plan_drawn_on, plan_locked_on, baseline_start_on, baseline_start_at_least,
        baseline_start_provisional, baseline_production_on, baseline_production_at_least,
        baseline_production_provisional, updated_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43,
        $43)";
    /// A project that is still as it was decided on.
    UPDATE = "update project set version = $2, name = $3, track = $4, lineage = $5, phase_of = $6, stage = $7,
        standing = $8, paused_since = $9, paused_until = $10, pause_renewals = $11, pause_ground = $12,
        withdrawn_on = $13, standing_changed_on = $14, industry = $15, chain = $16, province_id = $17,
        city_id = $18, county_id = $19, park_id = $20, originating_agency_id = $21, landing_specialist_id = $22,
        leader_in_charge_id = $23, agreed_investment_fen = $24, planned_start = $25, planned_start_precision = $26,
        planned_start_raw = $27, planned_production = $28, planned_production_precision = $29,
        planned_production_raw = $30, name_key = $31, shown_stage = $32, shown_standing = $33,
        shown_investment_fen = $34, plan_drawn_on = $35, plan_locked_on = $36, baseline_start_on = $37,
        baseline_start_at_least = $38, baseline_start_provisional = $39, baseline_production_on = $40,
        baseline_production_at_least = $41, baseline_production_provisional = $42, updated_at = $43
        where id = $1 and version = $44 and stage = $45 and standing = $46";
}

/// A project without what hangs on it: enough for a line in a list, and for every rule of visibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its id.
    pub id: ProjectId,
    /// The number of its events.
    pub version: i64,
    /// What it is.
    pub profile: Profile,
    /// Whether it stands alone, was split into phases, or is a phase.
    pub lineage: Lineage,
    /// How far it has come.
    pub stage: Stage,
    /// Whether it is being pushed forward.
    pub standing: Standing,
    /// The day of the last change of its standing.
    pub standing_changed_on: Option<NaiveDate>,
    /// The plan of its permits, once one was drawn.
    pub plan: Option<PlanHead>,
    /// What it shows in lists: of an umbrella, what its phases amount to.
    pub shown: Shown,
    /// When it was first recorded.
    pub created_at: DateTime<Utc>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
}

/// The heads of these projects, in the order asked for; those that do not exist are left out. Two statements.
pub async fn heads(conn: &mut Conn<'_>, ids: &[ProjectId]) -> Result<Vec<Head>, StoreError> {
    let rows: Vec<Row> = conn.fetch_list(SELECT, params![], ids).await?;
    let mut details = details::load(conn, ids).await?;
    let mut heads = HashMap::with_capacity(rows.len());
    for row in rows {
        let id = ProjectId::from_uuid(row.id);
        heads.insert(id, row.into_head(details.remove(&id).unwrap_or_default())?);
    }
    Ok(ids.iter().filter_map(|id| heads.remove(id)).collect())
}

/// Adds the row, or rewrites it if it is still as it was before.
pub(super) async fn save(
    tx: &mut Tx<'_>,
    before: Option<&Project>,
    after: &Project,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut values = columns(after);
    values.push(now.into());
    match before {
        None => tx.execute(INSERT, values).await.map(drop),
        Some(before) => {
            values.extend(params![before.version, before.stage.as_str(), before.standing.kind().as_str()]);
            tx.execute_guarded(UPDATE, values).await
        }
    }
}

/// Everything a row holds but the times.
fn columns(project: &Project) -> Vec<Value> {
    let profile = &project.profile;
    let (lineage, phase_of) = match &project.lineage {
        Lineage::Single => ("SINGLE", None),
        Lineage::Umbrella(_) => ("UMBRELLA", None),
        Lineage::PhaseOf(umbrella) => ("PHASE", Some(umbrella)),
    };
    let (pause, withdrawn_on) = match &project.standing {
        Standing::Active => (None, None),
        Standing::Paused(pause) => (Some(pause), None),
        Standing::Withdrawn { on } => (None, Some(*on)),
    };
    let rough = |date: &Option<PartialDate>| match date {
        None => params![None::<NaiveDate>, None::<&str>, None::<&str>],
        Some(date) => params![date.first_day(), date.precision().as_str(), date.raw()],
    };
    let place = &profile.place;
    let mut values = params![
        project.id,
        project.version,
        profile.name.as_str(),
        profile.track.as_str(),
        lineage,
        phase_of,
        project.stage.as_str(),
        project.standing.kind().as_str(),
        pause.map(|pause| pause.since),
        pause.map(|pause| pause.until),
        pause.map(|pause| pause.renewals),
        pause.map(|pause| pause.ground.as_str()),
        withdrawn_on,
        project.standing_changed_on,
        profile.industry.as_deref(),
        profile.chain.as_deref(),
        place.province,
        place.city,
        place.county,
        place.park,
        profile.originating_agency,
        profile.landing_specialist,
        profile.leader_in_charge,
        profile.agreed_investment.map(Money::fen),
    ];
    values.extend(rough(&profile.planned_start));
    values.extend(rough(&profile.planned_production));
    values.push(search::sort_key(&profile.name).into());
    values.extend(shown::columns(shown::own(project)));
    values.push(project.plan.map(|plan| plan.drawn_on).into());
    let baseline = project.plan.and_then(|plan| plan.baseline);
    values.push(baseline.map(|baseline| baseline.locked_on).into());
    for expected in [baseline.map(|baseline| baseline.start), baseline.map(|baseline| baseline.production)] {
        let at_least = expected.map(|expected| expected.at_least);
        let provisional = expected.map(|expected| expected.provisional);
        values.extend(params![expected.map(|expected| expected.on), at_least, provisional]);
    }
    values
}

#[derive(FromRow)]
struct Row {
    id: Uuid,
    version: i64,
    name: String,
    track: String,
    lineage: String,
    phase_of: Option<Uuid>,
    stage: String,
    standing: String,
    paused_since: Option<NaiveDate>,
    paused_until: Option<NaiveDate>,
    pause_renewals: Option<i64>,
    pause_ground: Option<String>,
    withdrawn_on: Option<NaiveDate>,
    standing_changed_on: Option<NaiveDate>,
    industry: Option<String>,
    chain: Option<String>,
    province_id: Option<Uuid>,
    city_id: Option<Uuid>,
    county_id: Option<Uuid>,
    park_id: Option<Uuid>,
    originating_agency_id: Option<Uuid>,
    landing_specialist_id: Option<Uuid>,
    leader_in_charge_id: Option<Uuid>,
    agreed_investment_fen: Option<i64>,
    planned_start: Option<NaiveDate>,
    planned_start_precision: Option<String>,
    planned_start_raw: Option<String>,
    planned_production: Option<NaiveDate>,
    planned_production_precision: Option<String>,
    planned_production_raw: Option<String>,
    plan_drawn_on: Option<NaiveDate>,
    plan_locked_on: Option<NaiveDate>,
    baseline_start_on: Option<NaiveDate>,
    baseline_start_at_least: Option<bool>,
    baseline_start_provisional: Option<bool>,
    baseline_production_on: Option<NaiveDate>,
    baseline_production_at_least: Option<bool>,
    baseline_production_provisional: Option<bool>,
    shown_stage: i64,
    shown_standing: String,
    shown_investment_fen: Option<i64>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Row {
    fn into_head(self, details: details::Details) -> Result<Head, StoreError> {
        let id = ProjectId::from_uuid(self.id);
        let at = At { table: "project", row: id };
        let track = at.coded("track", &self.track, Track::parse)?;
        let stage = at.coded("stage", &self.stage, Stage::parse)?;
        if !track.has(stage) {
            return Err(at.wrong(format!("a project of track {track} stands in stage {stage}")));
        }
        let standing = self.standing(&at)?;
        let lineage = self.lineage(&at, details.phases)?;
        let plan = self.plan(&at)?;
        let shown = shown::read(&at, self.shown_stage, &self.shown_standing, self.shown_investment_fen)?;
        let planned_start = at.rough_date(
            "planned_start",
            self.planned_start,
            self.planned_start_precision.as_deref(),
            self.planned_start_raw,
        )?;
        let planned_production = at.rough_date(
            "planned_production",
            self.planned_production,
            self.planned_production_precision.as_deref(),
            self.planned_production_raw,
        )?;
        let profile = Profile {
            name: self.name,
            other_names: details.names,
            track,
            codes: details.codes,
            industry: self.industry,
            chain: self.chain,
            place: Place {
                province: self.province_id.map(RegionId::from_uuid),
                city: self.city_id.map(RegionId::from_uuid),
                county: self.county_id.map(RegionId::from_uuid),
                park: self.park_id.map(RegionId::from_uuid),
            },
            originating_agency: self.originating_agency_id.map(AgencyId::from_uuid),
            landing_specialist: self.landing_specialist_id.map(OfficerId::from_uuid),
            leader_in_charge: self.leader_in_charge_id.map(OfficerId::from_uuid),
            credits: details.credits,
            labels: details.labels,
            agreed_investment: self.agreed_investment_fen.map(Money::from_fen),
            planned_start,
            planned_production,
            attributes: details.attributes,
            presumed: details.presumed,
        };
        let (created_at, updated_at) = (self.created_at, self.updated_at);
        let (version, standing_changed_on) = (self.version, self.standing_changed_on);
        Ok(Head {
            id,
            version,
            profile,
            lineage,
            stage,
            standing,
            standing_changed_on,
            plan,
            shown,
            created_at,
            updated_at,
        })
    }

    fn standing(&self, at: &At<ProjectId>) -> Result<Standing, StoreError> {
        let kind = at.coded("standing", &self.standing, StandingKind::parse)?;
        let ground = at.maybe_coded("pause_ground", self.pause_ground.as_deref(), PauseGround::parse)?;
        let columns = (self.paused_since, self.paused_until, self.pause_renewals, ground, self.withdrawn_on);
        match (kind, columns) {
            (StandingKind::Active, (None, None, None, None, None)) => Ok(Standing::Active),
            (StandingKind::Paused, (Some(since), Some(until), Some(renewals), Some(ground), None)) => {
                Ok(Standing::Paused(Pause { since, until, renewals, ground }))
            }
            (StandingKind::Withdrawn, (None, None, None, None, Some(on))) => Ok(Standing::Withdrawn { on }),
            _ => Err(at.wrong(format!("standing {kind} with columns {columns:?}"))),
        }
    }

    fn plan(&self, at: &At<ProjectId>) -> Result<Option<PlanHead>, StoreError> {
        let start =
            estimate(self.baseline_start_on, self.baseline_start_at_least, self.baseline_start_provisional);
        let production = estimate(
            self.baseline_production_on,
            self.baseline_production_at_least,
            self.baseline_production_provisional,
        );
        match (self.plan_drawn_on, self.plan_locked_on, start, production) {
            (None, None, None, None) => Ok(None),
            (Some(drawn_on), None, None, None) => Ok(Some(PlanHead { drawn_on, baseline: None })),
            (Some(drawn_on), Some(locked_on), Some(start), Some(production)) => {
                Ok(Some(PlanHead { drawn_on, baseline: Some(Baseline { locked_on, start, production }) }))
            }
            columns => Err(at.wrong(format!("plan with columns {columns:?}"))),
        }
    }

    fn lineage(&self, at: &At<ProjectId>, phases: Vec<ProjectId>) -> Result<Lineage, StoreError> {
        match (self.lineage.as_str(), self.phase_of, phases.len()) {
            ("SINGLE", None, 0) => Ok(Lineage::Single),
            ("UMBRELLA", None, 1..) => Ok(Lineage::Umbrella(phases)),
            ("PHASE", Some(umbrella), 0) => Ok(Lineage::PhaseOf(ProjectId::from_uuid(umbrella))),
            (lineage, phase_of, phases) => {
                let umbrella = phase_of.map(ProjectId::from_uuid);
                Err(at.wrong(format!("lineage {lineage} with umbrella {umbrella:?} and {phases} phases")))
            }
        }
    }
}

fn estimate(on: Option<NaiveDate>, at_least: Option<bool>, provisional: Option<bool>) -> Option<Estimate> {
    Some(Estimate { on: on?, at_least: at_least?, provisional: provisional? })
}
