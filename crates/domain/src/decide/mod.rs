//! Decisions: a project, a command and its context give events or a refusal. Pure; the same inputs give the same answer.

mod attachment;
mod baseline;
mod case;
pub(crate) mod checks;
mod cover;
mod draft;
mod duplicate;
mod duty;
mod material;
mod opinion;
mod papers;
mod permit;
mod plan;
mod profile;
mod split;
mod stage;
mod standing;
mod step;
mod terms;
#[cfg(test)]
mod tests;

use crate::actor::{Actor, PostRole};
use crate::attachment::Subject;
use crate::command::{Attach, Command, Register};
use crate::context::{Circumstances, Context};
use crate::event::Event;
use crate::project::{Lineage, Project};
use crate::refusal::{Fact, Refusal, Rule};
use crate::registry::AgencyKind;
use crate::standing::Standing;
use draft::Draft;

pub use checks::{EARLIEST, LINE, NAME, TEXT, too_many};
pub use duty::{answerable, on_duty, task_of, task_of_entry};

/// What was decided, with the circumstances to record it under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What happens; nothing when all that is asked for is so already.
    pub events: Vec<Event>,
    /// When, why and on whose authority: checked, and cleaned as every text in the events is.
    pub circumstances: Circumstances,
}

/// Decides on a registration.
pub fn register(command: &Register, context: &Context) -> Result<Decision, Refusal> {
    may(context, |officer| officer.role.works_on_projects())?;
    let circumstances = checks::circumstances(context)?;
    Ok(Decision { events: profile::register(command, context)?, circumstances })
}

/// Decides on a command to an existing project.
pub fn decide(project: &Project, command: &Command, context: &Context) -> Result<Decision, Refusal> {
    role_allows(command, context)?;
    let circumstances = checks::circumstances(context)?;
    lineage_allows(project, command)?;
    standing_allows(project, command)?;
    let mut draft = Draft::new(project);
    match command {
        Command::Update(changes) => profile::update(&mut draft, changes, context)?,
        Command::Split { phases } => split::split(&mut draft, phases, context)?,
        Command::RecordParty(party) => papers::record_party(&mut draft, party, context)?,
        Command::EndParty(party) => papers::end_party(&mut draft, *party, context)?,
        Command::RecordAgreement(agreement) => papers::record_agreement(&mut draft, agreement, context)?,
        Command::EndAgreement(agreement) => papers::end_agreement(&mut draft, *agreement, context)?,
        Command::RecordTerms(terms) => terms::record(&mut draft, terms)?,
        Command::RecordMilestone(milestone) => papers::record_milestone(&mut draft, milestone, context)?,
        Command::Attach(attach) => attachment::attach(&mut draft, *attach, context)?,
        Command::WithdrawAttachment(attachment) => attachment::withdraw(&mut draft, *attachment, context)?,
        Command::Advance { to, visit, with_gaps } => {
            stage::advance(&mut draft, *to, *visit, *with_gaps, context)?;
        }
        Command::Return { visit } => stage::go_back(&mut draft, *visit, context)?,
        Command::Pause { until, ground } => standing::pause(&mut draft, *until, *ground, context)?,
        Command::Resume => standing::resume(&mut draft, context)?,
        Command::Withdraw => standing::withdraw(&mut draft, context)?,
        Command::Reopen { substitute } => standing::reopen(&mut draft, *substitute, context)?,
        Command::PlanPermits(plan) => plan::draw(&mut draft, plan, context)?,
        Command::Respond { permit, kind } => baseline::respond(&mut draft, *permit, *kind, context)?,
        Command::LockPlan { with_gaps } => baseline::lock(&mut draft, *with_gaps, context)?,
        Command::AddPermit(permit) => permit::add(&mut draft, permit, context)?,
        Command::UpdatePermit(update) => permit::update(&mut draft, update, context)?,
        Command::RuleOutPermit(permit) => permit::rule_out(&mut draft, *permit, context)?,
        Command::Cover { permit, others } => cover::cover(&mut draft, *permit, others, context)?,
        Command::BeCovered(covered) => cover::be_covered(&mut draft, covered, context)?,
        Command::Uncover(permit) => cover::uncover(&mut draft, *permit, context)?,
        Command::FollowCover(follow) => cover::follow(&mut draft, follow, context)?,
        Command::AddMaterial(material) => material::add(&mut draft, material, context)?,
        Command::UpdateMaterial(update) => material::update(&mut draft, update, context)?,
        Command::RemoveMaterial(material) => material::remove(&mut draft, *material, context)?,
        Command::OpenCase(case) => case::open(&mut draft, case, context)?,
        Command::RecordCaseEvent(event) => case::record(&mut draft, event, context)?,
        Command::InvalidateCaseEvent { case, event } => case::invalidate(&mut draft, *case, *event, context)?,
        Command::AssignResponsible { step, officer } => step::assign(&mut draft, *step, *officer, context)?,
        Command::AssignHelper { step, officer, role, remove } => {
            step::assign_helper(&mut draft, *step, *officer, *role, *remove, context)?;
        }
        Command::HandOver { from, to } => step::hand_over(&mut draft, *from, *to, context)?,
        Command::RuleOnDuplicate { duplicate, ruling, later } => {
            duplicate::rule(&mut draft, *duplicate, *ruling, *later, context)?;
        }
    }
    Ok(Decision { events: draft.into_events(), circumstances })
}

/// Decides whether an officer's things may go to another at all, before any project is looked at.
pub fn may_hand_over(to: crate::ids::OfficerId, context: &Context) -> Result<(), Refusal> {
    may(context, |officer| officer.role.hands_over())?;
    checks::circumstances(context)?;
    checks::officer_serves(to, context, "toOfficerId")
}

/// Decides whether the caller may keep regions, agencies, posts and officers. Nobody does so for another: whoever stands in
/// for a manager would give himself for good what is his for a few days.
pub fn may_keep_registry(context: &Context) -> Result<(), Refusal> {
    if !context.is_in_person() {
        return Err(Refusal::new(Rule::NotOnBehalf));
    }
    may(context, |officer| officer.role.keeps_registry())
}

/// Decides whether the caller keeps what holds for everybody, such as the calendar: administrators do, in person.
pub(crate) fn may_keep_for_all(context: &Context) -> Result<(), Refusal> {
    may_keep_registry(context)?;
    may(context, |officer| officer.role == PostRole::Administrator)
}

/// Decides whether the caller may give a post this role, a new post or one that had another role before. What a manager
/// does not stand above, the leader, the administrator and the auditor, is an administrator's to give, and so is every
/// change: else a manager could make himself one of them.
pub fn may_grant_role(before: Option<PostRole>, role: PostRole, context: &Context) -> Result<(), Refusal> {
    let above = above_a_manager(role);
    let as_before = before == Some(role);
    may(context, |officer| {
        as_before || officer.role == PostRole::Administrator || (before.is_none() && !above)
    })
    .map_err(|refusal| refusal.at("role"))
}

/// Decides whether the caller may say that an agency is a landing office 落地办, or is none any more: to its people all leads
/// of the region are open, so it is an administrator's to say.
pub fn may_name_kind(before: Option<AgencyKind>, kind: AgencyKind, context: &Context) -> Result<(), Refusal> {
    let office = |kind| kind == AgencyKind::LandingOffice;
    let as_before = before.map_or(!office(kind), |before| office(before) == office(kind));
    may(context, |officer| as_before || officer.role == PostRole::Administrator)
        .map_err(|refusal| refusal.at("kind"))
}

/// Decides whether the caller may put somebody into a post of this role, or take somebody out of it: a role is given that
/// way too, and a manager takes nobody's above him. The refusal is at the field that asks for it.
pub fn may_fill_post(role: PostRole, field: &'static str, context: &Context) -> Result<(), Refusal> {
    may(context, |officer| officer.role == PostRole::Administrator || !above_a_manager(role))
        .map_err(|refusal| refusal.at(field))
}

/// Decides whether somebody may have another role than before, where it is the caller's `own`: nobody gives himself one, and
/// so no administrator, who decides no project, makes himself a leader, to whom every lead is open. The refusal is at the
/// field that asks for it.
pub fn may_change_role(
    own: bool,
    before: PostRole,
    after: PostRole,
    field: &'static str,
    context: &Context,
) -> Result<(), Refusal> {
    may(context, |_| before == after || !own).map_err(|refusal| refusal.at(field))
}

const fn above_a_manager(role: PostRole) -> bool {
    matches!(role, PostRole::Leader | PostRole::Administrator | PostRole::Auditor)
}

/// Decides whether the caller may enter and correct enterprises: whoever registers projects may.
pub fn may_keep_enterprises(context: &Context) -> Result<(), Refusal> {
    may(context, |officer| officer.role.keeps_registry() || officer.role.works_on_projects())
}

fn may(context: &Context, allowed: impl Fn(&crate::actor::OfficerFacts) -> bool) -> Result<(), Refusal> {
    match &context.actor {
        Actor::System => Ok(()),
        Actor::Officer(officer) if !officer.active => Err(Refusal::new(Rule::OfficerInactive)),
        Actor::Officer(officer) if allowed(officer) => Ok(()),
        Actor::Officer(officer) => {
            Err(Refusal::new(Rule::RoleNotAllowed).with("role", Fact::Term("role", officer.role.as_str())))
        }
    }
}

fn role_allows(command: &Command, context: &Context) -> Result<(), Refusal> {
    may(context, |officer| match command {
        Command::Return { .. }
        | Command::Split { .. }
        | Command::Advance { with_gaps: true, .. }
        | Command::LockPlan { with_gaps: true }
        | Command::RuleOnDuplicate { .. } => officer.role.manages(),
        // Whose attachment it is, and of what, is asked where the project is known.
        Command::OpenCase(_)
        | Command::RecordCaseEvent(_)
        | Command::InvalidateCaseEvent { .. }
        | Command::Respond { .. }
        | Command::Attach(Attach { subject: Subject::Permit(_), .. })
        | Command::WithdrawAttachment(_) => officer.role.records_cases(),
        Command::HandOver { .. } => officer.role.hands_over(),
        Command::Update(_)
        | Command::RecordParty(_)
        | Command::EndParty(_)
        | Command::RecordAgreement(_)
        | Command::RecordTerms(_)
        | Command::EndAgreement(_)
        | Command::RecordMilestone(_)
        | Command::Attach(_)
        | Command::Advance { with_gaps: false, .. }
        | Command::Pause { .. }
        | Command::Resume
        | Command::Withdraw
        | Command::Reopen { .. }
        | Command::PlanPermits(_)
        | Command::LockPlan { with_gaps: false }
        | Command::AddPermit(_)
        | Command::UpdatePermit(_)
        | Command::RuleOutPermit(_)
        | Command::Cover { .. }
        | Command::BeCovered(_)
        | Command::Uncover(_)
        | Command::AddMaterial(_)
        | Command::UpdateMaterial(_)
        | Command::RemoveMaterial(_)
        | Command::AssignResponsible { .. }
        | Command::AssignHelper { .. } => officer.role.works_on_projects(),
        // Whoever may do what it follows from.
        Command::FollowCover(_) => true,
    })
}

/// What a standing leaves possible. Facts stay recordable: milestones always, case events always, papers unless withdrawn.
fn standing_allows(project: &Project, command: &Command) -> Result<(), Refusal> {
    let (allowed, rule) = match project.standing {
        Standing::Active => (possible_while(command).active, Rule::ProjectActive),
        Standing::Paused(_) => (possible_while(command).paused, Rule::ProjectPaused),
        Standing::Withdrawn { .. } => (possible_while(command).withdrawn, Rule::ProjectWithdrawn),
    };
    if allowed {
        return Ok(());
    }
    let from = Fact::Term("standing", project.standing.kind().as_str());
    Err(Refusal::new(rule).with("from", from).with("attempted", Fact::Term("command", command.name())))
}

/// In which standings something can be asked of a project.
struct Possible {
    active: bool,
    paused: bool,
    withdrawn: bool,
}

const fn possible_while(command: &Command) -> Possible {
    let (active, paused, withdrawn) = match command {
        Command::Resume => (false, true, false),
        Command::Reopen { .. } => (false, false, true),
        Command::Advance { .. } | Command::Return { .. } | Command::Split { .. } => (true, false, false),
        Command::RecordMilestone(_)
        | Command::Attach(_)
        | Command::WithdrawAttachment(_)
        | Command::RecordCaseEvent(_)
        | Command::InvalidateCaseEvent { .. }
        | Command::EndAgreement(_)
        | Command::EndParty(_)
        | Command::HandOver { .. }
        | Command::Uncover(_)
        | Command::FollowCover(_)
        | Command::RuleOnDuplicate { .. } => (true, true, true),
        Command::Update(_)
        | Command::RecordParty(_)
        | Command::RecordAgreement(_)
        | Command::RecordTerms(_)
        | Command::Pause { .. }
        | Command::Withdraw
        | Command::PlanPermits(_)
        | Command::Respond { .. }
        | Command::LockPlan { .. }
        | Command::AddPermit(_)
        | Command::UpdatePermit(_)
        | Command::Cover { .. }
        | Command::BeCovered(_)
        | Command::OpenCase(_)
        | Command::RuleOutPermit(_)
        | Command::AddMaterial(_)
        | Command::UpdateMaterial(_)
        | Command::RemoveMaterial(_)
        | Command::AssignResponsible { .. }
        | Command::AssignHelper { .. } => (true, true, false),
    };
    Possible { active, paused, withdrawn }
}

/// A phase is not split again, and an umbrella's stages, permits and pauses are those of its phases.
fn lineage_allows(project: &Project, command: &Command) -> Result<(), Refusal> {
    let refuse = |rule| Err(Refusal::new(rule).with("attempted", Fact::Term("command", command.name())));
    match project.lineage {
        Lineage::PhaseOf(_) if matches!(command, Command::Split { .. }) => refuse(Rule::ProjectIsPhase),
        Lineage::Umbrella(_) if belongs_to_phases(command) => refuse(Rule::ProjectIsUmbrella),
        Lineage::Single | Lineage::PhaseOf(_) | Lineage::Umbrella(_) => Ok(()),
    }
}

const fn belongs_to_phases(command: &Command) -> bool {
    match command {
        Command::Advance { .. }
        | Command::Return { .. }
        | Command::Split { .. }
        | Command::Pause { .. }
        | Command::Resume
        | Command::Withdraw
        | Command::Reopen { .. }
        | Command::PlanPermits(_)
        | Command::LockPlan { .. }
        | Command::AddPermit(_)
        | Command::AddMaterial(_) => true,
        Command::Update(_)
        | Command::RecordParty(_)
        | Command::EndParty(_)
        | Command::RecordAgreement(_)
        | Command::RecordTerms(_)
        | Command::EndAgreement(_)
        | Command::RecordMilestone(_)
        | Command::Attach(_)
        | Command::WithdrawAttachment(_)
        | Command::UpdatePermit(_)
        | Command::OpenCase(_)
        | Command::RecordCaseEvent(_)
        | Command::InvalidateCaseEvent { .. }
        | Command::Respond { .. }
        | Command::RuleOutPermit(_)
        | Command::Cover { .. }
        | Command::BeCovered(_)
        | Command::Uncover(_)
        | Command::FollowCover(_)
        | Command::UpdateMaterial(_)
        | Command::RemoveMaterial(_)
        | Command::AssignResponsible { .. }
        | Command::AssignHelper { .. }
        | Command::HandOver { .. }
        | Command::RuleOnDuplicate { .. } => false,
    }
}
