//! What becomes of a project that looked the same as another.

use super::draft::Draft;
use super::{checks, standing};
use crate::command::RULE_ON_DUPLICATE;
use crate::context::Context;
use crate::duplicate::Ruling;
use crate::event::Event;
use crate::ids::DuplicateId;
use crate::profile::{Change, CodeStanding};
use crate::project::Lineage;
use crate::refusal::{Fact, Refusal, Rule};
use crate::standing::Standing;

/// Records what was decided. Of two that are merged the later one ends, and what codes it has are the other's to use.
pub(super) fn rule(
    draft: &mut Draft,
    duplicate: DuplicateId,
    ruling: Ruling,
    later: bool,
    context: &Context,
) -> Result<(), Refusal> {
    checks::reason(context)?;
    if let Some(until) = ruling.until() {
        checks::planned(until, context, "until")?;
        checks::in_order(context.today, until, "until")?;
    }
    let on = context.occurred_on;
    draft.push(Event::DuplicateRuled { duplicate, ruling: ruling.kind(), until: ruling.until(), on })?;
    if later && ruling == Ruling::Merge { end(draft, context) } else { Ok(()) }
}

fn end(draft: &mut Draft, context: &Context) -> Result<(), Refusal> {
    // The phases of an umbrella may have come far: each is to be ended by itself, or the project kept apart.
    if matches!(draft.project.lineage, Lineage::Umbrella(_)) {
        let attempted = Fact::Term("command", RULE_ON_DUPLICATE);
        return Err(Refusal::new(Rule::ProjectIsUmbrella).with("attempted", attempted));
    }
    let codes = draft.project.profile.codes.iter();
    let used: Vec<_> = codes
        .filter(|(_, standing)| **standing == CodeStanding::Present)
        .map(|(code, _)| code.clone())
        .collect();
    for code in used {
        draft.push(Event::ProfileChanged(Box::new(Change::Code(code, CodeStanding::Former))))?;
    }
    if matches!(draft.project.standing, Standing::Withdrawn { .. }) {
        return Ok(());
    }
    standing::withdraw(draft, context)
}
