//! Attachments 附件: photographs and documents kept as evidence, each under a project or something of it.

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::decide::checks::{NAME, line};
use crate::ids::{AgreementId, AttachmentId, FileId, MilestoneId, OfficerId, PermitId};
use crate::private::Private;
use crate::refusal::Refusal;

/// How many attachments a project may have, those that were withdrawn included: they are loaded with it.
pub const MOST_ATTACHMENTS: usize = 500;

coded_enum! {
    /// What a file is, by its first bytes. Nothing else is evidence: what a browser or an office program would run is not
    /// taken, nor is an archive, in which anything may be.
    pub enum MediaType {
        /// A photograph.
        Jpeg = "JPEG",
        /// A picture, such as of a screen.
        Png = "PNG",
        /// A photograph or picture.
        Webp = "WEBP",
        /// A photograph of a telephone.
        Heic = "HEIC",
        /// A document.
        Pdf = "PDF",
    }
}

impl MediaType {
    /// Its name on the Internet.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Heic => "image/heic",
            Self::Pdf => "application/pdf",
        }
    }

    /// The type of this name, in whatever case, or nothing.
    pub fn of_mime(mime: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|media_type| media_type.mime().eq_ignore_ascii_case(mime))
    }
}

/// What an attachment is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The project as a whole.
    Project,
    /// A milestone, which it proves.
    Milestone(MilestoneId),
    /// A permit.
    Permit(PermitId),
    /// An agreement.
    Agreement(AgreementId),
}

/// A file under a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// The file, which is attached this once.
    pub file: FileId,
    /// To what.
    pub subject: Subject,
    /// What the file was called.
    pub name: Private,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: i64,
    /// What its bytes hash to, in 64 hexadecimal digits.
    pub sha256: String,
    /// Who uploaded and attached it.
    pub uploaded_by: OfficerId,
    /// The day.
    pub on: NaiveDate,
    /// Whether it was withdrawn. The file is kept, for the record to be held against it, and shown to nobody.
    pub withdrawn: Option<Withdrawal>,
}

/// When and why an attachment was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawal {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: Private,
}

/// What is known of a file that is to be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Who uploaded it.
    pub uploaded_by: OfficerId,
    /// What it was called; nothing once it is attached, since then the attachment knows.
    pub name: Option<String>,
    /// What it is.
    pub media_type: MediaType,
    /// How many bytes it has.
    pub size: i64,
    /// What its bytes hash to.
    pub sha256: String,
    /// Whether it is attached already.
    pub attached: bool,
}

/// A file's name as it is kept. It is shown and never used as a path, so that any line of text will do.
///
/// # Errors
/// What is wrong with it as a line of text.
pub fn file_name(text: &str) -> Result<String, Refusal> {
    line(text, NAME, "name")
}
