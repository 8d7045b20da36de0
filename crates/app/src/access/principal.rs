//! Who a request stands for, and what it was let in by.

use std::collections::HashMap;
use std::fmt;

use luodi_domain::access::{TokenScope, Viewer};
use luodi_domain::ids::{SessionId, TokenId};

use luodi_store::{accounts, sessions, tokens};

use crate::{App, AppError};

/// Who a valid token or session stands for.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The officer, as far as it matters for what he may see and do.
    pub viewer: Viewer,
    /// What the request was let in by.
    pub credential: Credential,
    /// Whether anything may be changed, as far as the officer may.
    pub scope: TokenScope,
}

impl Principal {
    /// By what the caller was let in, and as whom.
    pub fn admitted(&self) -> Admitted {
        Admitted { credential: self.credential, viewer: self.viewer.clone() }
    }
}

/// A credential and whom it lets in: what it began ends when he has another post, or his agency becomes another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Admitted {
    /// The credential.
    pub credential: Credential,
    /// Who comes in by it.
    pub viewer: Viewer,
}

/// What a request was let in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credential {
    /// A token, of a machine or a person who programs.
    Token(TokenId),
    /// A session, of a person who signed in with a password or by an identity provider.
    Session(SessionId),
}

impl fmt::Display for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(id) => id.fmt(f),
            Self::Session(id) => id.fmt(f),
        }
    }
}

impl App {
    /// Which of these would be let in now as who they were; one statement for each kind that is among them.
    pub async fn still_admitted(&self, asked: &[Admitted]) -> Result<Vec<Admitted>, AppError> {
        let (mut tokens, mut sessions) = (Vec::new(), Vec::new());
        for admitted in asked {
            match admitted.credential {
                Credential::Token(id) => tokens.push(id),
                Credential::Session(id) => sessions.push(id),
            }
        }
        let now = self.system_now();
        let mut conn = self.db.read().await?;
        let mut usable: HashMap<Credential, Viewer> = HashMap::new();
        for (id, viewer) in tokens::usable(&mut conn, &tokens, now).await? {
            usable.insert(Credential::Token(id), viewer);
        }
        for (id, viewer) in sessions::usable(&mut conn, &sessions, now).await? {
            usable.insert(Credential::Session(id), viewer);
        }
        let same = |admitted: &&Admitted| usable.get(&admitted.credential) == Some(&admitted.viewer);
        Ok(asked.iter().filter(same).cloned().collect())
    }

    /// Whether anybody could be let in: without a token or an account, nobody could call a service that others can reach.
    pub async fn has_usable_access(&self) -> Result<bool, AppError> {
        let mut conn = self.db.read().await?;
        Ok(tokens::any_usable(&mut conn, self.system_now()).await?
            || accounts::any_serving(&mut conn).await?)
    }
}
