//! Passwords: hashed with Argon2id, a few at a time, and none that is easily guessed.

use std::fmt;
use std::sync::Arc;

use argon2::password_hash::{self, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use luodi_domain::access::password_length;
use luodi_domain::refusal::{Refusal, Rule};
use luodi_store::accounts::Account;
use luodi_store::search;
use rand::Rng;
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::{AppError, Ids};

/// How many are hashed at once. Each takes 19 MiB and a core for some tens of milliseconds: people who sign in wait for each
/// other, and nobody else for them.
const AT_ONCE: usize = 2;
/// Bytes of a salt (RFC 9106 §3.1).
const SALT: usize = 16;
/// A hash to look at where there is no account: of no password that anybody knows, and as much work as any other.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bHVvZGktbm9ib2R5LTAwMA$\
                       7Zq1X0u3nCw5Jk8m2Rr6Vv9Yy4Tt1Qp0Ll7Hh3Dd5Bs";

/// A password as it was typed; `{:?}` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl From<String> for Password {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Password {
    /// The text itself, to be told to somebody once.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(password)")
    }
}

/// Hashes passwords beside the requests that others make.
#[derive(Debug)]
pub(crate) struct Hasher {
    argon2: Argon2<'static>,
    places: Arc<Semaphore>,
}

impl Default for Hasher {
    /// Argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet; RFC 9106), which are the library's
    /// defaults too and are held by a test.
    fn default() -> Self {
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT);
        Self { argon2, places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Hasher {
    /// The hash of a password with a salt of its own, in the PHC string format.
    pub(super) async fn hash(&self, ids: &Ids, password: Password) -> Result<String, AppError> {
        let mut salt = [0_u8; SALT];
        ids.fork().fill_bytes(&mut salt);
        let argon2 = self.argon2.clone();
        self.beside(move || {
            argon2.hash_password_with_salt(password.0.as_bytes(), &salt).map(|hash| hash.to_string())
        })
        .await?
        .map_err(|error| AppError::Hashing(error.to_string()))
    }

    /// Whether a hash is of this password. Where there is none to look at, the answer is no and takes as long.
    pub(super) async fn verify(&self, password: Password, kept: Option<String>) -> Result<bool, AppError> {
        let argon2 = self.argon2.clone();
        let is_somebodys = kept.is_some();
        let looked = self
            .beside(move || {
                let hash = kept.as_deref().unwrap_or(NOBODYS);
                argon2.verify_password(password.0.as_bytes(), hash)
            })
            .await?;
        match looked {
            Ok(()) => Ok(is_somebodys),
            Err(password_hash::Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(AppError::Hashing(error.to_string())),
        }
    }

    /// How easily a password is guessed, by somebody who knows these words; it takes milliseconds too.
    async fn score(&self, password: Password, known: Vec<String>) -> Result<Score, AppError> {
        self.beside(move || {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            zxcvbn(&password.0, &known).score()
        })
        .await
    }

    /// Refuses a new password of the wrong length, or that is guessed easily by somebody who knows whose it is.
    ///
    /// # Errors
    /// [`Rule::PasswordLength`], [`Rule::PasswordWeak`].
    pub(super) async fn check(
        &self,
        password: &Password,
        whose: &Owner,
        field: &'static str,
    ) -> Result<(), AppError> {
        password_length(&password.0, field)?;
        if self.score(password.clone(), whose.known_words()).await? < Score::Three {
            return Err(Refusal::new(Rule::PasswordWeak).at(field).into());
        }
        Ok(())
    }

    /// Does work on a thread for it, when there is a place. The place is held until the work is done, also for somebody who
    /// has hung up: whoever asks and goes away again gets no more of the machine than others.
    #[expect(clippy::disallowed_methods, reason = "a password keeps a core busy for tens of milliseconds")]
    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let hashing = |error: &dyn fmt::Display| AppError::Hashing(error.to_string());
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|error| hashing(&error))?;
        let work = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        work.await.map_err(|error| hashing(&error))
    }
}

/// Who a password is for: what somebody who guesses would try first.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) login: String,
    pub(super) officer: String,
    pub(super) agency: String,
}

impl From<&Account> for Owner {
    fn from(account: &Account) -> Self {
        Self {
            login: account.login.clone(),
            officer: account.officer_name.clone(),
            agency: account.agency_name.clone(),
        }
    }
}

impl Owner {
    /// The names as they are written, and in pinyin, as they are typed.
    fn known_words(&self) -> Vec<String> {
        let mut words = vec!["luodi".to_owned()];
        for name in [&self.login, &self.officer, &self.agency] {
            let pinyin: String = search::sort_key(name).chars().filter(char::is_ascii_alphabetic).collect();
            words.extend([name.clone(), pinyin]);
            words.extend(name.split(|c: char| !c.is_alphanumeric()).map(str::to_owned));
        }
        words.retain(|word| !word.is_empty());
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        let [login, officer, agency] = ["ma.xiaomei", "马晓梅", "贺兰县招商局"].map(str::to_owned);
        Owner { login, officer, agency }
    }

    #[tokio::test]
    async fn a_hash_is_of_its_password_and_of_no_other() {
        let (hasher, ids) = (Hasher::default(), Ids::seeded(1));
        let password = || Password::from("正确的密码 correct".to_owned());
        let [one, two] =
            [hasher.hash(&ids, password()).await.unwrap(), hasher.hash(&ids, password()).await.unwrap()];
        assert_ne!(one, two, "each has a salt of its own");
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        for (typed, kept, expected) in [
            (password(), Some(one.clone()), true),
            (password(), Some(two), true),
            ("正确的密码 Correct".to_owned().into(), Some(one), false),
            (password(), None, false),
        ] {
            assert_eq!(hasher.verify(typed, kept).await.unwrap(), expected);
        }
        let damaged = hasher.verify(password(), Some("$argon2id$v=19$".to_owned())).await;
        assert!(matches!(damaged, Err(AppError::Hashing(_))), "{damaged:?}");
        assert_eq!(format!("{:?}", password()), "(password)");
    }

    #[tokio::test]
    async fn passwords_that_are_guessed_first() {
        let hasher = Hasher::default();
        for (password, expected) in [
            ("short", Some(Rule::PasswordLength)),
            (&"长".repeat(129), Some(Rule::PasswordLength)),
            ("password123456", Some(Rule::PasswordWeak)),
            ("1234567890", Some(Rule::PasswordWeak)),
            ("1qaz2wsx3edc", Some(Rule::PasswordWeak)),
            ("maxiaomei2024", Some(Rule::PasswordWeak)),
            ("Ma.Xiaomei1", Some(Rule::PasswordWeak)),
            ("贺兰县招商局2024", Some(Rule::PasswordWeak)),
            ("helanxianzhaoshangju", Some(Rule::PasswordWeak)),
            ("luodi20241031", Some(Rule::PasswordWeak)),
            ("k3v7p-9xq2m-hh4ta", None),
            ("枸杞 产业园 三期 奠基", None),
        ] {
            let checked = hasher.check(&password.to_owned().into(), &owner(), "new").await;
            let rule = checked.as_ref().err().and_then(AppError::refusal).map(|refusal| refusal.rule);
            assert_eq!(rule, expected, "{password}");
        }
    }
}
