//! Projects that may be one and the same 疑似重复: found by two agencies, of which neither may know of the other's.

mod likeness;
#[cfg(test)]
mod tests;

pub use likeness::{ALIKE, Likeness};

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{ProjectFacts, Viewer};
use crate::actor::PostRole;
use crate::coded::coded_enum;
use crate::ids::{DuplicateId, OfficerId, ProjectId};

/// What makes two projects look the same; at least one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Grounds {
    /// Both have the same project code 项目代码, or had it.
    pub code: bool,
    /// The same enterprise invests in both, which are of one track and in one city.
    pub investor: bool,
    /// Their names are [alike](ALIKE), and they are in one city.
    pub name: bool,
}

coded_enum! {
    /// What was decided about two projects that look the same.
    pub enum RulingKind {
        /// 不是同一项目: each goes on by itself.
        KeepApart = "KEEP_APART",
        /// 首谈有效: whoever was first talks alone until a day; then it is looked at again.
        FirstContactStands = "FIRST_CONTACT_STANDS",
        /// 合并: the later one ends, and the earlier one goes on.
        Merge = "MERGE",
    }
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// Each goes on by itself.
    KeepApart,
    /// Whoever was first talks alone.
    FirstContactStands {
        /// The last day.
        until: NaiveDate,
    },
    /// The later one ends.
    Merge,
}

impl Ruling {
    /// The ruling of this kind; a day belongs to [`Ruling::FirstContactStands`] and to nothing else.
    pub const fn new(kind: RulingKind, until: Option<NaiveDate>) -> Option<Self> {
        match (kind, until) {
            (RulingKind::KeepApart, None) => Some(Self::KeepApart),
            (RulingKind::FirstContactStands, Some(until)) => Some(Self::FirstContactStands { until }),
            (RulingKind::Merge, None) => Some(Self::Merge),
            _ => None,
        }
    }

    /// Its kind.
    pub const fn kind(self) -> RulingKind {
        match self {
            Self::KeepApart => RulingKind::KeepApart,
            Self::FirstContactStands { .. } => RulingKind::FirstContactStands,
            Self::Merge => RulingKind::Merge,
        }
    }

    /// The last day on which it holds, if it has one.
    pub const fn until(self) -> Option<NaiveDate> {
        match self {
            Self::FirstContactStands { until } => Some(until),
            Self::KeepApart | Self::Merge => None,
        }
    }
}

/// Two projects that look the same. Only those [above both](arbitrates) know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspicion {
    /// Its id.
    pub id: DuplicateId,
    /// The one registered first.
    pub first: ProjectId,
    /// The other.
    pub second: ProjectId,
    /// Why.
    pub grounds: Grounds,
    /// When it was found.
    pub found_at: DateTime<Utc>,
    /// What was decided, if anything was.
    pub decision: Option<Decision>,
    /// Counts its changes.
    pub version: i64,
}

/// What was decided, by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub ruling: Ruling,
    /// Who; nobody when the service itself did.
    pub by: Option<OfficerId>,
    /// When.
    pub at: DateTime<Utc>,
}

impl Suspicion {
    /// Whether somebody has to decide, on this day: nobody has, or the first contact stood until a day before.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.decision.is_none_or(|decision| decision.ruling.until().is_some_and(|until| until < today))
    }
}

/// Whether the viewer stands above whoever brought the project: at a landing office for the region of that agency or one
/// above it, or as a leader of such a region or of one in which the project lies. Whoever does so of both projects knows
/// that they look the same; who of them [manages](PostRole::manages) decides.
pub fn arbitrates(viewer: &Viewer, project: &ProjectFacts) -> bool {
    viewer.office_above(project) || (viewer.role == PostRole::Leader && viewer.governs(project))
}

/// Whether the viewer, who arbitrates between the two, may decide about this one: nobody decides for his own agency, but
/// leaders, who stand above theirs.
pub fn may_rule(viewer: &Viewer, project: &ProjectFacts) -> bool {
    let own = project.origin.as_ref().is_some_and(|origin| origin.agency == viewer.agency);
    viewer.role == PostRole::Leader || !own
}
