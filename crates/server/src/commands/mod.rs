//! One module per command.

mod anchor;
mod calendar;
mod demo;
mod doctor;
mod erase;
mod export;
mod import;
mod init;
mod serve;
mod token;
mod user;
mod verify;

use crate::arguments::{Command, Import};
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

/// Carries out a command.
pub(crate) async fn run(command: Command, settings: Settings) -> Result<(), Failure> {
    match command {
        Command::Serve(_) => serve::run(&settings).await,
        Command::Demo(options) => demo::run(&settings, options.keep).await,
        Command::Migrate => migrate(&settings).await,
        Command::Init(options) => init::run(&settings, options).await,
        Command::Token(token) => token::run(&settings, token).await,
        Command::User(user) => user::run(&settings, user).await,
        Command::Calendar(calendar) => calendar::run(&settings, calendar).await,
        Command::Import(Import::Ledger(options)) => import::ledger(options),
        Command::VerifyHistory(options) => verify::run(&settings, options).await,
        Command::Anchor => anchor::run(&settings).await,
        Command::ExportHistory(options) => export::run(&settings, options).await,
        Command::ErasePerson(options) => erase::run(&settings, options).await,
        Command::Doctor => doctor::run(&settings).await,
        // Needs neither settings nor a database: answered before this.
        Command::Schema => Ok(()),
    }
}

async fn migrate(settings: &Settings) -> Result<(), Failure> {
    let app = open::app(settings).await?;
    output::say("数据库已是最新版本 / the database is up to date");
    app.db().close().await;
    Ok(())
}
