//! Officers 责任人: persons in posts.

use crate::ids::{OfficerId, PostId};
use crate::private::Private;

/// A person in a post. An inactive officer holds no open step; the databases hold that, not only the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// The id.
    pub id: OfficerId,
    /// The post held.
    pub post: PostId,
    /// The officer's name, on record as the one who was responsible.
    pub name: String,
    /// A telephone number.
    pub phone: Option<Private>,
    /// An e-mail address.
    pub email: Option<Private>,
    /// Whether the officer is in service.
    pub active: bool,
    /// Counts the changes.
    pub version: i64,
}
