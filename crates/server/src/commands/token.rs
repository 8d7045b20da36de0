//! `luodi token …`.

use chrono::TimeDelta;
use luodi_app::{App, Clock, SystemClock};
use luodi_domain::access::TokenScope;
use luodi_domain::ids::{OfficerId, TokenId};

use crate::arguments::{Scope, Token};
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

pub(super) async fn run(settings: &Settings, token: Token) -> Result<(), Failure> {
    let app = open::existing(settings).await?;
    let done = match token {
        Token::Create { officer, name, scope, days } => create(&app, &officer, name, scope, days).await,
        Token::List => list(&app).await,
        Token::Revoke { token } => revoke(&app, &token).await,
    };
    app.db().close().await;
    done
}

impl From<Scope> for TokenScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self::Read,
            Scope::Write => Self::Write,
        }
    }
}

/// Prints the token alone, so that scripts can take it as it is.
async fn create(
    app: &App,
    officer: &str,
    name: String,
    scope: Scope,
    days: Option<u32>,
) -> Result<(), Failure> {
    let officer = OfficerId::parse(officer)?;
    let expires_at = days.map(|days| SystemClock.now() + TimeDelta::days(i64::from(days)));
    output::say(app.create_token(officer, name, scope.into(), expires_at).await?.text);
    Ok(())
}

async fn list(app: &App) -> Result<(), Failure> {
    for token in app.list_tokens().await? {
        let state = match (token.revoked_at, token.expires_at) {
            (Some(at), _) => format!("revoked {at}"),
            (None, Some(at)) => format!("until {at}"),
            (None, None) => "without end".to_owned(),
        };
        let used = token.last_used_at.map_or_else(|| "never used".to_owned(), |at| format!("used {at}"));
        output::say(format_args!(
            "{} {} {}… {} {state}, {used}: {}",
            token.id, token.officer, token.prefix, token.scope, token.name
        ));
    }
    Ok(())
}

async fn revoke(app: &App, token: &str) -> Result<(), Failure> {
    let revoked = app.revoke_token(TokenId::parse(token)?).await?;
    output::say(if revoked { "已收回 / revoked" } else { "没有可收回的令牌 / nothing to revoke" });
    Ok(())
}
