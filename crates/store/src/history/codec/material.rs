//! Materials of permits.

use luodi_domain::event::MaterialTold;
use luodi_domain::ids::PermitId;
use luodi_domain::material::MaterialFacts;

use super::field::{Field, Fields, Tree, object_of};
use crate::history::fault::Fault;
use crate::history::json::object;

object_of!(MaterialTold { material, facts, on });
object_of!(MaterialFacts { name, holder, note, state, due_on, permits });

/// A permit that needs a material, and whether it may be handed in later there.
impl Field for (PermitId, bool) {
    fn write(&self) -> Tree {
        object([("permit", self.0.write()), ("deferrable", self.1.write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| Ok((fields.take("permit")?, fields.take("deferrable")?)))
    }
}
