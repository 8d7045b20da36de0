//! `luodi user …`.

use std::io::{self, BufRead as _, Read as _};

use luodi_app::access::{AccountSummary, Chosen, Link, NewAccount, Password};
use luodi_app::{App, AppError};
use luodi_domain::access::Identity;
use luodi_domain::ids::OfficerId;

use crate::arguments::{IdentityAt, User};
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

/// The longest line that is read for a password: what is longer is no password anyway.
const LONGEST: u64 = 4 << 10;

pub(super) async fn run(settings: &Settings, user: User) -> Result<(), Failure> {
    let app = open::existing(settings).await?;
    let done = match user {
        User::Add { officer, admin: _, login, generate, no_password } => {
            let made = match (generate, no_password) {
                (true, _) => Some(Chosen::OneTime),
                (_, true) => Some(Chosen::Unknown),
                (false, false) => None,
            };
            add(&app, officer.as_deref(), login, made).await
        }
        User::List => list(&app).await,
        User::Reset { login } => reset(&app, &login).await,
        User::Unlock { login } => unlock(&app, &login).await,
        User::Link { login, identity } => link(&app, &login, &identity).await,
        User::Unlink { login, identity } => unlink(&app, &login, &identity).await,
        User::Remove { login } => remove(&app, &login).await,
    };
    app.db().close().await;
    done
}

/// Prints a password that was made alone, so that scripts can take it as it is.
async fn add(app: &App, officer: Option<&str>, login: String, made: Option<Chosen>) -> Result<(), Failure> {
    let officer = match officer {
        Some(officer) => OfficerId::parse(officer)?,
        None => only_administrator(app).await?,
    };
    let password = match made {
        Some(made) => made,
        None => Chosen::Given(typed()?),
    };
    match app.create_account(NewAccount { officer, login, password }).await? {
        Some(password) => output::say(password.reveal()),
        None => output::say("账号已创建 / the account is made"),
    }
    Ok(())
}

/// Whom `init` has entered, as long as there is no other.
async fn only_administrator(app: &App) -> Result<OfficerId, Failure> {
    match app.administrators_without_account().await?.as_slice() {
        [only] => Ok(*only),
        several => Err(Failure::WhichAdministrator(several.len())),
    }
}

/// The first line of standard input, without its end.
fn typed() -> Result<Password, Failure> {
    let mut line = String::new();
    let read = io::stdin().lock().take(LONGEST).read_line(&mut line);
    let password = line.trim_end_matches(['\r', '\n']);
    if read.is_err() || password.is_empty() {
        return Err(Failure::NoPassword);
    }
    Ok(Password::from(password.to_owned()))
}

async fn list(app: &App) -> Result<(), Failure> {
    let links = app.list_identities().await?;
    for account in app.list_accounts().await? {
        output::say(line(&account));
        for Link { identity, linked_at, .. } in links.iter().filter(|link| link.officer == account.officer) {
            output::say(format_args!("  is {} at {} since {linked_at}", identity.subject, identity.issuer));
        }
    }
    Ok(())
}

fn line(account: &AccountSummary) -> String {
    let AccountSummary { officer, name, login, active, must_change, locked_until, changed_at } = account;
    let mut state = vec![format!("password of {changed_at}")];
    if !active {
        state.push("officer not in service".to_owned());
    }
    if *must_change {
        state.push("to be changed".to_owned());
    }
    state.extend(locked_until.map(|until| format!("locked until {until}")));
    format!("{login} {officer} {}: {name}", state.join(", "))
}

async fn reset(app: &App, login: &str) -> Result<(), Failure> {
    output::say(app.reset_password(login).await?.reveal());
    Ok(())
}

async fn unlock(app: &App, login: &str) -> Result<(), Failure> {
    app.unlock_account(login).await?;
    output::say("已解锁 / unlocked");
    Ok(())
}

async fn remove(app: &App, login: &str) -> Result<(), Failure> {
    app.remove_account(login).await?;
    output::say("账号已删除 / the account is removed");
    Ok(())
}

async fn link(app: &App, login: &str, at: &IdentityAt) -> Result<(), Failure> {
    app.link_login(login, identity(at)?).await?;
    output::say("身份已关联 / the identity is linked");
    Ok(())
}

async fn unlink(app: &App, login: &str, at: &IdentityAt) -> Result<(), Failure> {
    app.unlink_login(login, &identity(at)?).await?;
    output::say("身份关联已取消 / the identity is unlinked");
    Ok(())
}

fn identity(at: &IdentityAt) -> Result<Identity, AppError> {
    Ok(Identity::new(&at.issuer, &at.subject)?)
}
