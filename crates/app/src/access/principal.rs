//! Who a request stands for, and what it was let in by.

use std::collections::HashMap;
use std::fmt;

use luodi_domain::access::{TokenScope, Viewer};
use luodi_domain::ids::{OfficerId, SessionId, TokenId};
use luodi_store::{absences, accounts, sessions, tokens};
use uuid::Uuid;

use crate::{App, AppError};

/// Who a valid token or session stands for.
#[derive(Debug, Clone)]
pub struct Principal {
    /// The officer, as far as it matters for what he may see and do.
    pub viewer: Viewer,
    /// Who acts for him and was let in, where that is his deputy 代理人.
    pub deputy: Option<Viewer>,
    /// What the request was let in by.
    pub credential: Credential,
    /// Whether anything may be changed, as far as the officer may.
    pub scope: TokenScope,
}

impl Principal {
    /// By what the caller was let in, and as whom.
    pub fn admitted(&self) -> Admitted {
        let Self { credential, viewer, deputy, .. } = self.clone();
        Admitted { credential, viewer, deputy }
    }

    /// Who sits there: whose credential, account and devices these are.
    pub const fn person(&self) -> OfficerId {
        match &self.deputy {
            Some(deputy) => deputy.officer,
            None => self.viewer.officer,
        }
    }
}

/// A credential and whom it lets in: what it began ends when he has another post, or his agency becomes another one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Admitted {
    /// The credential.
    pub credential: Credential,
    /// Who comes in by it, or for whom.
    pub viewer: Viewer,
    /// Who comes in by it, where that is another's deputy.
    pub deputy: Option<Viewer>,
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
        let deputy = |admitted: &Admitted| Some(admitted.deputy.as_ref()?.officer);
        let deputies: Vec<OfficerId> = asked.iter().filter_map(deputy).collect();
        let standing = absences::standing_ins(&mut conn, &deputies, self.today()).await?;
        let same = |admitted: &&Admitted| {
            let Admitted { credential, viewer, deputy } = admitted;
            let person = usable.get(credential);
            match deputy {
                None => person == Some(viewer),
                Some(deputy) => {
                    let stands_in =
                        |(who, whom): &(OfficerId, Viewer)| *who == deputy.officer && whom == viewer;
                    person == Some(deputy) && standing.iter().any(stands_in)
                }
            }
        };
        Ok(asked.iter().filter(same).cloned().collect())
    }

    /// The caller as his deputy acts for an officer today, by the officer's id as it came with the request; nobody when
    /// there is no such officer, or he does not stand in for him: nothing tells which.
    ///
    /// What he was let in by, and what may be done with that, stays the caller's own.
    pub async fn standing_in(&self, caller: Principal, officer: &str) -> Result<Option<Principal>, AppError> {
        // Rights pass once. An id that is none is looked up like one of nobody.
        let asked = OfficerId::parse(officer).ok().filter(|_| caller.deputy.is_none());
        let officer = asked.unwrap_or(OfficerId::from_uuid(Uuid::nil()));
        let deputy = caller.viewer.officer;
        let found = absences::standing_in(&mut self.db.read().await?, officer, deputy, self.today()).await?;
        Ok(found.map(|viewer| Principal { viewer, deputy: Some(caller.viewer), ..caller }))
    }

    /// Whether anybody could be let in: without a token or an account, nobody could call a service that others can reach.
    pub async fn has_usable_access(&self) -> Result<bool, AppError> {
        let mut conn = self.db.read().await?;
        Ok(tokens::any_usable(&mut conn, self.system_now()).await?
            || accounts::any_serving(&mut conn).await?)
    }
}
