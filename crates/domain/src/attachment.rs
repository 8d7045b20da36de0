//! Attachments 附件: photographs and documents kept as evidence, each under a project or something of it.

use chrono::NaiveDate;

use crate::coded::coded_enum;
use crate::decide::checks::{NAME, line};
use crate::ids::{AgreementId, AttachmentId, FileId, MaterialId, MilestoneId, OfficerId, PermitId};
use crate::private::Private;
use crate::refusal::{Fact, Refusal, Rule};

/// How many more than can be there at once one officer may attach to one thing, those withdrawn with them: all are loaded
/// with the project.
pub const MOST_WITHDRAWN: usize = 50;

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
    /// A material that permits need.
    Material(MaterialId),
}

impl Subject {
    /// How many attachments it may have, without those that were withdrawn.
    pub const fn most_attachments(self) -> usize {
        match self {
            Self::Project => 500,
            Self::Milestone(_) | Self::Permit(_) | Self::Agreement(_) | Self::Material(_) => 50,
        }
    }
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
    /// Who uploaded it, or for whom his deputy did.
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

/// A file's name as it is kept. It is shown and never used as a path, so that any line of text will do that shows itself
/// whole: two names that look the same are.
///
/// # Errors
/// What is wrong with it as a line of text.
pub fn file_name(text: &str) -> Result<String, Refusal> {
    let name = line(text, NAME, "name")?;
    match name.chars().position(is_unseen) {
        None => Ok(name),
        Some(place) => {
            let position = i64::try_from(place + 1).unwrap_or(i64::MAX);
            let refusal = Refusal::new(Rule::TextControlCharacter).at("name");
            Err(refusal.with("position", Fact::Number(position)))
        }
    }
}

/// What takes no room, beside what no line may hold: characters of no width, marks of direction, invisible operators, byte
/// order marks, variation selectors' supplement and tags.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        #[track_caller]
        fn check(text: &str, expected: Result<&str, i64>) {
            let position = |refusal: Refusal| {
                assert_eq!(refusal.rule, Rule::TextControlCharacter, "{text:?}");
                let place = refusal.facts.iter().find(|(name, _)| *name == "position");
                let Some((_, Fact::Number(position))) = place else { panic!("{refusal:?}") };
                *position
            };
            assert_eq!(file_name(text).map_err(position), expected.map(str::to_owned), "{text:?}");
        }
        check("现场照片 1.jpg", Ok("现场照片 1.jpg"));
        check(" \t\u{3000}a.jpg\u{A0}\u{FEFF}\u{200B} ", Ok("a.jpg"));
        check("..\\/a.jpg", Ok("..\\/a.jpg"));
        for unseen in [
            '\u{2028}',
            '\u{2029}',
            '\u{200B}',
            '\u{200C}',
            '\u{200D}',
            '\u{200E}',
            '\u{200F}',
            '\u{202E}',
            '\u{2060}',
            '\u{2066}',
            '\u{FEFF}',
            '\u{AD}',
            '\u{E0001}',
            '\u{E0041}',
            '\u{E007F}',
            '\0',
            '\n',
        ] {
            check(&format!("ab{unseen}.jpg"), Err(3));
        }
    }
}
