//! `luodi demo`: a made-up city, served from the morning of 2024-10-31.

use std::sync::Arc;

use chrono::TimeDelta;
use luodi_app::access::{Chosen, NewAccount, Password};
use luodi_app::{App, Clock, Clocks, Ids, ShiftedClock, SystemClock};
use luodi_demo::Badge;
use luodi_domain::access::TokenScope;
use luodi_domain::refusal::Rule;

use super::serve::{listen, name_unknown_variables, serve};
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

/// How long the tokens hold that are printed: who keeps a demo longer starts it again.
const TOKEN_DAYS: i64 = 30;

pub(super) async fn run(settings: &Settings, keep: bool) -> Result<(), Failure> {
    name_unknown_variables();
    let db = open::fresh_or_current(settings).await?;
    let begun = luodi_demo::morning();
    let system: Arc<dyn Clock> = Arc::new(SystemClock);
    let at = |start| {
        let business = Arc::new(ShiftedClock::starting(start, Arc::clone(&system)));
        Clocks { business, system: Arc::clone(&system) }
    };
    // Plans are kept as of the day on which they are looked at first.
    let filling = App::new(db.clone(), at(begun), Ids::random())?;
    let badges = luodi_demo::badges()?;
    if filling.holds_nothing().await? {
        filling.enter_chronicle(luodi_demo::city()?, luodi_demo::SALTS).await?;
        tracing::info!("the demo city is filled");
    } else if !keep {
        return Err(Failure::NotEmpty);
    } else if !is_demo(&filling, &badges).await? {
        return Err(Failure::NotDemo);
    }
    // What was recorded stays in the past: a demo that is kept goes on where it was left.
    let last = filling.last_recorded_at().await?.map_or(begun, |last| last + TimeDelta::milliseconds(1));
    let app = App::new(db, at(begun.max(last)), Ids::random())?.with_session_terms(settings.session_terms());
    let (listener, address) = listen(settings).await?;
    output::say(format_args!("演示城市 / demo city  http://{address}/graphql  {}", app.today()));
    for badge in &badges {
        let until = SystemClock.now() + TimeDelta::days(TOKEN_DAYS);
        match app.create_token(badge.officer, "luodi demo".to_owned(), TokenScope::Write, Some(until)).await {
            Ok(token) => {
                let (role, name, post) = (badge.role.as_str(), &badge.name, &badge.post);
                output::say(format_args!("{role:<13} {}  {name} {post}", token.text));
                sign_in(&app, badge).await?;
            }
            // Somebody may have taken him out of service since the city was filled.
            Err(error) if error.refusal().is_some() => {
                tracing::warn!(role = badge.role.as_str(), %error, "no token for this kind of officer");
            }
            Err(error) => return Err(error.into()),
        }
    }
    serve(app, listener, settings).await
}

/// Says how to sign in as an officer: the password only when the account is made, since nobody can read it afterwards.
async fn sign_in(app: &App, badge: &Badge) -> Result<(), Failure> {
    let login = badge.role.as_str().to_ascii_lowercase();
    let account = NewAccount { officer: badge.officer, login: login.clone(), password: Chosen::Made };
    match app.create_account(account).await {
        Ok(password) => {
            let password = password.as_ref().map_or("", Password::reveal);
            output::say(format_args!("  登录 / sign in: {login} {password}"));
        }
        Err(error) if error.refusal().is_some_and(|refusal| refusal.rule == Rule::Duplicate) => {
            output::say(format_args!("  登录 / sign in: {login} (luodi user reset {login})"));
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Whether the officers of the demo are in the database: an office of its own must not be served by another clock.
async fn is_demo(app: &App, badges: &[Badge]) -> Result<bool, Failure> {
    let ids: Vec<_> = badges.iter().map(|badge| badge.officer).collect();
    Ok(app.officers(&ids).await?.len() == ids.len())
}
