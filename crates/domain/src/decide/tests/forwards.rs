//! What a history tells of the people on its steps, read without the fold: every change is of a day on which it can have
//! happened, given those before it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::event::{Event, HandedOver};
use crate::ids::{OfficerId, StepId};
use crate::step::HelperRole;

/// What has been told of one step.
struct Told {
    holder: OfficerId,
    held_since: NaiveDate,
    /// The last day told of each helper, and whether he helps.
    helpers: BTreeMap<(OfficerId, HelperRole), (NaiveDate, bool)>,
    closed: bool,
}

impl Told {
    fn begun(holder: OfficerId, on: NaiveDate) -> Self {
        Self { holder, held_since: on, helpers: BTreeMap::new(), closed: false }
    }

    fn goes_to(&mut self, officer: OfficerId, on: NaiveDate) {
        assert!(self.held_since <= on, "who is responsible changes forwards");
        let mut of_officer = self.helpers.iter().filter(|((helper, _), _)| *helper == officer);
        assert!(of_officer.all(|(_, (day, _))| *day <= on), "nobody helps once he is responsible");
        (self.holder, self.held_since) = (officer, on);
    }

    fn is_helped(&mut self, officer: OfficerId, role: HelperRole, on: NaiveDate, helps: bool) {
        let before = self.helpers.insert((officer, role), (on, helps));
        assert_eq!(before.is_some_and(|(_, helped)| helped), !helps, "helpers come and go in turns");
        assert!(before.is_none_or(|(day, _)| day <= on), "and forwards");
    }

    fn is_closed(&mut self, on: NaiveDate) {
        assert!(self.held_since <= on, "no step ends before its last officer took it up");
        assert!(self.helpers.values().all(|(day, _)| *day <= on), "nor before its helpers came and went");
        self.closed = true;
    }
}

/// Looks at every event of a history.
pub(super) fn tells_forwards(history: &[Event]) {
    let mut steps: BTreeMap<StepId, Told> = BTreeMap::new();
    for event in history {
        match event {
            Event::StageEntered(entered) => {
                steps.insert(entered.step, Told::begun(entered.responsible, entered.on));
            }
            Event::PermitAdded(added) => {
                steps.insert(added.permit.step, Told::begun(added.responsible, added.on));
            }
            Event::StepClosed { step, on, .. } => steps.get_mut(step).unwrap().is_closed(*on),
            Event::StepReopened { step, responsible, on } => {
                let told = steps.get_mut(step).unwrap();
                assert!(told.closed, "only what is closed opens again");
                told.closed = false;
                if told.holder != *responsible {
                    told.goes_to(*responsible, *on);
                }
            }
            Event::ResponsibleChanged { step, to, on, .. } => open(&mut steps, step).goes_to(*to, *on),
            Event::HelperAdded { step, officer, role, on } => {
                open(&mut steps, step).is_helped(*officer, *role, *on, true);
            }
            Event::HelperRemoved { step, officer, role, on } => {
                open(&mut steps, step).is_helped(*officer, *role, *on, false);
            }
            Event::HandedOver(handed) => hand_over(&mut steps, handed),
            _ => {}
        }
    }
}

fn open<'a>(steps: &'a mut BTreeMap<StepId, Told>, step: &StepId) -> &'a mut Told {
    let told = steps.get_mut(step).unwrap();
    assert!(!told.closed, "nobody comes or goes at a step that is closed");
    told
}

fn hand_over(steps: &mut BTreeMap<StepId, Told>, handed: &HandedOver) {
    let HandedOver { from, to, on, .. } = *handed;
    for step in &handed.steps {
        assert_eq!(open(steps, step).holder, from);
        open(steps, step).goes_to(to, on);
    }
    for step in &handed.helped {
        let told = open(steps, step);
        for &role in HelperRole::ALL {
            let helps = |told: &Told, officer| told.helpers.get(&(officer, role)).is_some_and(|help| help.1);
            if helps(told, from) {
                told.is_helped(from, role, on, false);
                if told.holder != to && !helps(told, to) {
                    told.is_helped(to, role, on, true);
                }
            }
        }
    }
}
