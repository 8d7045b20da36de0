//! What a case that has ended is measured by. The history and the row of the case hold the same text.

use luodi_domain::calendar::{Covered, KeptDays};
use luodi_domain::case::{LegKind, Measured};
use luodi_domain::clock::{Limit, Limits};

use super::field::{Field, Fields, Tree, object_of};
use crate::history::fault::Fault;
use crate::history::json::{Json, object};
use crate::history::private::Sealed;

object_of!(Measured { limits, days });
object_of!(Limit { days, unit });
object_of!(KeptDays { from, until, off, worked, covered });
object_of!(Covered { from, until });

/// Special procedures that a table told are none of the case's measures.
impl Field for Limits {
    fn write(&self) -> Tree {
        let Self { legal, promised, cure, legs, procedures: _ } = self;
        object([
            ("legal", legal.write()),
            ("promised", promised.write()),
            ("cure", cure.write()),
            ("legs", legs.write()),
        ])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| {
            Ok(Self {
                legal: fields.take("legal")?,
                promised: fields.take("promised")?,
                cure: fields.take("cure")?,
                legs: fields.take("legs")?,
                procedures: Vec::new(),
            })
        })
    }
}

/// The limit of a part of the way.
impl Field for (LegKind, Limit) {
    fn write(&self) -> Tree {
        object([("leg", self.0.write()), ("limit", self.1.write())])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| Ok((fields.take("leg")?, fields.take("limit")?)))
    }
}

/// As the row of the case holds it.
pub(crate) fn measured_text(measured: &Measured) -> Result<String, Fault> {
    let sealed: Json<Sealed> = measured.write().exchange(&mut String::new(), &mut |_, _| Err(private()))?;
    Ok(sealed.to_string())
}

/// From the row of the case.
pub(crate) fn measured_from_text(text: &str) -> Result<Measured, Fault> {
    Measured::read(Json::<Sealed>::parse(text)?.exchange(&mut String::new(), &mut |_, _| Err(private()))?)
}

/// Days and limits are nobody's secret.
fn private() -> Fault {
    Fault::kind("a measure", "a private text")
}
