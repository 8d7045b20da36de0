//! Terms 谈判条件.

use super::checks;
use super::draft::Draft;
use crate::command::RecordTerms;
use crate::event::Event;
use crate::refusal::{Refusal, Rule};
use crate::terms::{Subsidy, Terms};

/// Replaces the terms; recording what stands already does nothing.
pub(super) fn record(draft: &mut Draft, command: &RecordTerms) -> Result<(), Refusal> {
    checks::amount(command.land_price, "landPrice")?;
    let note = command.note.as_ref().map(|note| checks::block(note, "note")).transpose()?;
    let mut terms = Terms { land_price: command.land_price, note, ..Terms::default() };
    for (index, offered) in command.subsidies.iter().enumerate() {
        let place = |refusal: Refusal| refusal.within("subsidies", index);
        checks::amount(offered.amount, "amount").map_err(place)?;
        let condition = offered.condition.as_ref().map(|text| checks::block(text, "condition")).transpose();
        let subsidy = Subsidy { amount: offered.amount, condition: condition.map_err(place)? };
        if terms.subsidies.insert(offered.kind, subsidy).is_some() {
            return Err(place(Refusal::new(Rule::Duplicate).at("kind")));
        }
    }
    if terms == draft.project.terms {
        return Ok(());
    }
    draft.push(Event::TermsRecorded(terms))
}
