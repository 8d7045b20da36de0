//! What others do while somebody is handed over.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use luodi_app::projects::{HandOver, NewPhase, Split};
use luodi_app::registry::OfficerPatch;
use luodi_app::{AppError, Call, Outcome};
use luodi_domain::case::CaseEventKind;
use luodi_domain::command::Command;
use luodi_domain::duty::Scope;
use luodi_domain::ids::{OfficerId, ProjectId, StepId};
use luodi_domain::profile::Change;
use luodi_domain::refusal::Rule;
use luodi_domain::stage::Stage;
use luodi_domain::step::HelperRole;
use luodi_testkit::run::Random;

use super::ground::{Ground, case_event, duty, open_case};
use crate::world::{World, call};

pub(super) type Racer = BoxFuture<'static, Result<Outcome, AppError>>;

/// What somebody does meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Move {
    /// A project goes to its next stage, which is to be the leaver's too.
    Advance,
    /// A project goes back to the stage before, which is to be the leaver's.
    GoBack,
    /// The leaver becomes responsible for somebody else's step.
    Assign,
    /// The leaver is to supervise where he assists.
    Help,
    /// The leaver becomes responsible for one more permit.
    AddPermit,
    /// A permit of the leaver's is granted.
    Grant,
    /// The grant of a permit is taken back: the step opens again, for its last officer.
    TakeBack,
    /// What was denied is filed again.
    Refile,
    /// The leaver becomes the landing specialist of another project.
    AsSpecialist,
    /// The leaver becomes the leader in charge of another project.
    AsLeader,
    /// A project of the leaver's is withdrawn.
    Withdraw,
    /// A project of the leaver's that was withdrawn goes on.
    Reopen,
    /// A project of the leaver's is split.
    Split,
    /// Somebody hands over to the leaver.
    ToLeaver,
    /// The leaver is handed over to somebody else.
    Away,
    /// The leaver himself changes a project.
    ByLeaver,
    /// The leaver is named by one more duty rule.
    OnDuty,
    /// The receiver leaves.
    HeirLeaves,
}

/// All but the receiver's own leaving, which alone can keep the handover from being done.
pub(super) const MOVES: [Move; 17] = [
    Move::Advance,
    Move::GoBack,
    Move::Assign,
    Move::Help,
    Move::AddPermit,
    Move::Grant,
    Move::TakeBack,
    Move::Refile,
    Move::AsSpecialist,
    Move::AsLeader,
    Move::Withdraw,
    Move::Reopen,
    Move::Split,
    Move::ToLeaver,
    Move::Away,
    Move::ByLeaver,
    Move::OnDuty,
];

/// So many move in a race.
const AT_ONCE: usize = 4;

/// Who moves in a race: in the first two everybody, then some. A split makes new projects while the handover waits for the
/// old one: where the leaver stays in service, nothing but a second look finds them.
pub(super) fn drawn(random: &mut Random, number: usize, deactivate: bool) -> Vec<Move> {
    if number < 2 {
        return MOVES.to_vec();
    }
    let mut left = MOVES.to_vec();
    left.push(Move::HeirLeaves);
    let mut drawn = Vec::with_capacity(AT_ONCE);
    if !deactivate {
        left.retain(|one| *one != Move::Split);
        drawn.push(Move::Split);
    }
    while drawn.len() < AT_ONCE {
        drawn.push(left.swap_remove(usize::try_from(random.below(left.len() as u64)).unwrap()));
    }
    drawn
}

impl Move {
    /// Why it may be refused, when the handover was faster.
    pub(super) const fn refusal(self) -> Option<Rule> {
        match self {
            Self::Advance
            | Self::GoBack
            | Self::Assign
            | Self::Help
            | Self::AddPermit
            | Self::AsSpecialist
            | Self::AsLeader
            | Self::ToLeaver
            | Self::ByLeaver
            | Self::OnDuty => Some(Rule::OfficerInactive),
            Self::HeirLeaves => Some(Rule::OfficerHoldsSteps),
            Self::Grant
            | Self::TakeBack
            | Self::Refile
            | Self::Withdraw
            | Self::Reopen
            | Self::Split
            | Self::Away => None,
        }
    }

    /// The move, ready to be made.
    pub(super) fn made(self, world: &Arc<World>, ground: &Arc<Ground>) -> Racer {
        let (world, ground) = (Arc::clone(world), Arc::clone(ground));
        async move {
            let by = Call { reason: Some("条件变化".to_owned()), ..call(world.office.manager, "move") };
            let hand_over = |from, to| HandOver { from, to, deactivate: false };
            match self {
                Self::ToLeaver => {
                    world.app.hand_over_officer(by, hand_over(ground.giver, ground.leaver)).await
                }
                Self::Away => {
                    world.app.hand_over_officer(by, hand_over(ground.leaver, world.office.leader)).await
                }
                Self::HeirLeaves => {
                    let patch = OfficerPatch { active: Some(false), ..OfficerPatch::default() };
                    world
                        .app
                        .update_officer(call(world.office.administrator, "leave"), ground.heir, patch)
                        .await
                }
                Self::Split => world.app.split_project(by, halves(&world, ground.at(Stage::Signed))).await,
                Self::ByLeaver => {
                    world.label(call(ground.leaver, "label"), ground.at(Stage::Producing), "重大").await
                }
                Self::OnDuty => {
                    let wanted = duty(&world, ground.park, Scope::Stage(Stage::Signed), ground.leaver);
                    world.app.set_duty_rule(by, wanted).await
                }
                Self::AddPermit => {
                    world.add_permit(by, ground.at(Stage::Permitting), "用地预审", Some(ground.leaver)).await
                }
                _ => {
                    let (project, command) = self.command(&world, &ground);
                    world.app.execute(by, project, command).await
                }
            }
        }
        .boxed()
    }

    /// The command of those that are one, to one project.
    fn command(self, world: &World, ground: &Ground) -> (ProjectId, Command) {
        let leaver = ground.leaver;
        let update = |change| Command::Update(vec![change]);
        let on_permits = |command| (ground.at(Stage::Permitting), command);
        match self {
            Self::Advance => {
                let visit = world.visit(Some(leaver));
                (ground.at(Stage::Lead), Command::Advance { to: None, visit, with_gaps: false })
            }
            Self::GoBack => (ground.at(Stage::Started), Command::Return { visit: world.visit(Some(leaver)) }),
            Self::Assign => {
                let (project, step) = ground.bystander;
                (project, Command::AssignResponsible { step, officer: leaver })
            }
            Self::Help => {
                let ((project, step), role) = (ground.helped, HelperRole::Supervising);
                (project, Command::AssignHelper { step, officer: leaver, role, remove: false })
            }
            Self::Grant => {
                let event = case_event(world, ground.accepted, CaseEventKind::Approved);
                on_permits(Command::RecordCaseEvent(event))
            }
            Self::TakeBack => {
                let (case, event) = ground.granted;
                on_permits(Command::InvalidateCaseEvent { case, event })
            }
            Self::Refile => on_permits(Command::OpenCase(open_case(world, ground.denied))),
            Self::AsSpecialist => (ground.bystander.0, update(Change::LandingSpecialist(Some(leaver)))),
            Self::AsLeader => (ground.bystander.0, update(Change::LeaderInCharge(Some(leaver)))),
            Self::Withdraw => (ground.at(Stage::Negotiation), Command::Withdraw),
            Self::Reopen => (ground.withdrawn, Command::Reopen { substitute: Some(world.office.colleague) }),
            Self::AddPermit
            | Self::Split
            | Self::ToLeaver
            | Self::Away
            | Self::ByLeaver
            | Self::OnDuty
            | Self::HeirLeaves => {
                panic!("{self:?} is more than a command to a project")
            }
        }
    }
}

fn halves(world: &World, project: ProjectId) -> Split {
    let phase = |name: &str| NewPhase {
        id: ProjectId::from_uuid(world.app.new_id()),
        step: StepId::from_uuid(world.app.new_id()),
        name: name.to_owned(),
        agreed_investment: None,
        planned_start: None,
        planned_production: None,
        responsible: None,
    };
    Split { project, phases: vec![phase("一期"), phase("二期")] }
}

/// The handover that all this is about.
pub(super) fn handed_over(world: &Arc<World>, from: OfficerId, to: OfficerId, deactivate: bool) -> Racer {
    let world = Arc::clone(world);
    async move {
        let by = call(world.office.administrator, "handOverOfficer");
        world.app.hand_over_officer(by, HandOver { from, to, deactivate }).await
    }
    .boxed()
}
