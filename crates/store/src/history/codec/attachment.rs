//! Files under a project.

use luodi_domain::attachment::{Attachment, Subject, Withdrawal};

use super::field::{Field, Fields, Tree, object_of};
use crate::history::fault::Fault;
use crate::history::json::{Json, object};

object_of!(Attachment { id, file, subject, name, media_type, size, sha256, uploaded_by, on, withdrawn });
object_of!(Withdrawal { on, reason });

/// The kind of thing, and which; null where it is the project itself.
impl Field for Subject {
    fn write(&self) -> Tree {
        let (kind, id) = match self {
            Self::Project => ("PROJECT", Json::Null),
            Self::Milestone(id) => ("MILESTONE", id.write()),
            Self::Permit(id) => ("PERMIT", id.write()),
            Self::Agreement(id) => ("AGREEMENT", id.write()),
            Self::Material(id) => ("MATERIAL", id.write()),
        };
        object([("kind", Json::Text(kind.to_owned())), ("id", id)])
    }

    fn read(tree: Tree) -> Result<Self, Fault> {
        Fields::read(tree, |fields| match fields.take::<String>("kind")?.as_str() {
            "PROJECT" => fields.take::<Option<bool>>("id").and_then(|id| match id {
                None => Ok(Self::Project),
                Some(_) => Err(Fault::value("the project itself has no id here")),
            }),
            "MILESTONE" => fields.take("id").map(Self::Milestone),
            "PERMIT" => fields.take("id").map(Self::Permit),
            "AGREEMENT" => fields.take("id").map(Self::Agreement),
            "MATERIAL" => fields.take("id").map(Self::Material),
            other => Err(Fault::value(format_args!("unknown kind of subject {other:?}"))),
        })
    }
}
