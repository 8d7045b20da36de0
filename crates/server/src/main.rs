//! `luodi` 落地: one binary with the service and the commands around it.

mod anchors;
mod arguments;
mod bucket;
mod commands;
mod connections;
mod failure;
mod http;
mod logging;
mod oidc;
mod open;
mod output;
mod outward;
mod replan;
mod secret;
mod settings;
mod shutdown;
mod upkeep;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use failure::Failure;
use settings::Settings;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output::complain(&failure);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failure> {
    if let Command::Schema = arguments.command {
        output::say(luodi_graphql::sdl().trim_end());
        return Ok(());
    }
    let settings = Settings::read(&arguments)?;
    logging::start(settings.log, &settings.log_filter)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::Runtime)?;
    let done = runtime.block_on(commands::run(arguments.command, settings));
    // What still runs was given its time, or somebody would not wait for it.
    runtime.shutdown_background();
    done
}
