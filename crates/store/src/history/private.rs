//! Personal data and free text: kept out of the hashed text, which holds a salted digest in its place, so that a text
//! can be erased (个人信息保护法 art. 47) while the chain stays whole.
//!
//! The salt is what makes a digest say nothing: without it a name or a telephone number could be found by trying. It
//! goes when its text goes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;

use base16ct::lower::encode_string;
use luodi_domain::private::Private;
use rand::CryptoRng;
use sha2::{Digest, Sha256};

use super::fault::{Fault, What};
use super::json::Json;

/// Bytes of a salt: too many to try them all.
const SALT: usize = 16;

/// What a private text is, which decides how it is found when somebody asks to be forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or a telephone number: erased wherever it stands.
    Person,
    /// Free text, in which a person may be named: a human decides.
    Text,
}

impl Kind {
    /// The code under which it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "PERSON",
            Self::Text => "TEXT",
        }
    }

    /// The kind with this code, or nothing.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Person, Self::Text].into_iter().find(|kind| kind.as_str() == code)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A private text as an event holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) kind: Kind,
    pub(super) text: Private,
}

/// What the hashed text holds of it. No digest: the text had been erased before it was written here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sealed {
    pub(super) kind: Kind,
    pub(super) digest: Option<String>,
}

/// A private text as the side table holds it, under the path of its digest, such as `data.contact.name` or `reason`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrivateText {
    pub(super) field: String,
    pub(super) kind: Kind,
    pub(super) salt: [u8; SALT],
    pub(super) text: String,
}

/// The private texts of one row by path; erased ones are `Private::erased()`.
pub(super) type Texts = BTreeMap<String, Private>;

/// SHA-256 over salt and text, in hex.
pub(super) fn digest(salt: &[u8], text: &str) -> String {
    encode_string(&Sha256::new().chain_update(salt).chain_update(text).finalize())
}

/// Takes the private texts out of a tree and leaves their digests.
pub(super) fn seal(tree: Json<Open>, rng: &mut (dyn CryptoRng + Send)) -> (Json<Sealed>, Vec<PrivateText>) {
    let mut texts = Vec::new();
    let Ok::<_, Infallible>(sealed) = tree.exchange(&mut String::new(), &mut |field, Open { kind, text }| {
        let digest = text.text().map(|text| {
            let mut salt = [0; SALT];
            rng.fill_bytes(&mut salt);
            texts.push(PrivateText { field: field.to_owned(), kind, salt, text: text.to_owned() });
            digest(&salt, text)
        });
        Ok(Sealed { kind, digest })
    });
    (sealed, texts)
}

/// Puts the private texts back.
pub(super) fn open(tree: Json<Sealed>, texts: &Texts) -> Result<Json<Open>, Fault> {
    tree.exchange(&mut String::new(), &mut |field, Sealed { kind, digest }| {
        let text = match digest {
            None => Private::erased(),
            Some(_) => texts.get(field).cloned().ok_or_else(|| Fault::new(What::NoPrivate).under(field))?,
        };
        Ok(Open { kind, text })
    })
}
