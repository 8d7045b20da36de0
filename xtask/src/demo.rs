//! `cargo xtask demo`: the service on a fresh folder with an example in it.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;
use std::thread;
use std::time::Duration;

use luodi_testkit::binary;
use luodi_testkit::process::{Options, Service};
use tempfile::tempdir;

use crate::command;
use crate::error::Error;
use crate::interrupt;
use crate::say::say;
use crate::tools;

/// Where people expect it; another free port when this one is taken.
const PORT: u16 = 8080;

/// The script that sets the example up, below the root.
const WALKTHROUGH: &str = "examples/walkthrough.sh";

/// Where the script finds the service when it is called by hand: here, wherever Cargo builds.
const SETTINGS: &str = "target/demo.env";

/// Builds, serves, sets up, and waits for Ctrl-C.
pub(crate) fn run() -> Result<(), Error> {
    tools::provide(tools::FOR_WALKTHROUGH)?;
    say("building the release (about ten minutes on two cores the first time)");
    let luodi = binary::build("release").map_err(Error::io("the release build"))?;
    let folder = tempdir().map_err(Error::io("a temporary folder"))?;
    let data = folder.path().join("data");
    fs::create_dir(&data).map_err(Error::io("the data folder"))?;
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).is_ok();
    let options = Options {
        binary: luodi.clone(),
        data: data.clone(),
        database_url: None,
        port: free.then_some(PORT),
        arguments: Vec::new(),
        environment: Vec::new(),
    };
    let mut service = Service::start(&options).map_err(Error::io("the service"))?;
    say(&format!("luodi listens on {}", service.url("")));

    let url = service.url("");
    let script = binary::workspace().join(WALKTHROUGH);
    command::run(
        Command::new("bash")
            .arg(script)
            .arg("setup")
            .envs([("LUODI_URL", url.as_str())])
            .env("LUODI_BIN", &luodi)
            .env("LUODI_DATA", &data),
    )?;
    let settings = binary::workspace().join(SETTINGS);
    let lines = format!("LUODI_URL={url}\nLUODI_BIN={}\nLUODI_DATA={}\n", luodi.display(), data.display());
    fs::create_dir_all(binary::workspace().join("target")).map_err(Error::io("the target folder"))?;
    fs::write(&settings, lines).map_err(Error::io("target/demo.env"))?;
    say(&format!(
        "\nGraphQL: POST {}\nThe whole life of a project, in another terminal: {WALKTHROUGH}\n\
         Ctrl-C ends the service and removes its folder.",
        service.url("/graphql"),
    ));
    let waited = wait(&mut service);
    fs::remove_file(&settings).map_err(Error::io("target/demo.env"))?;
    waited?;
    let (status, _) = service.stop().map_err(Error::io("the service"))?;
    say(&format!("ended with {status}"));
    Ok(())
}

/// Until somebody asks us to end, which here is success, or the service ends by itself, which is not.
fn wait(service: &mut Service) -> Result<(), Error> {
    while interrupt::check().is_ok() {
        if let Some(status) = service.ended().map_err(Error::io("the service"))? {
            // A terminal sends Ctrl-C to the service as well, and it may be the quicker one.
            thread::sleep(Duration::from_millis(100));
            if interrupt::check().is_err() {
                break;
            }
            return Err(Error::Other(format!("the service ended with {status}:\n{}", service.log())));
        }
        thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}
