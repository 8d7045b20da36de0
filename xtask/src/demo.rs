//! `cargo xtask demo`: the demo city on a fresh folder.

use std::fs::{self, File};
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use luodi_testkit::binary;
use luodi_testkit::process::{Options, Service};
use tempfile::tempdir;

use crate::error::Error;
use crate::interrupt;
use crate::say::say;
use crate::tools;

/// Where people expect it; another free port when this one is taken.
const PORT: u16 = 8080;

/// The script that takes a project through its life, below the root.
const WALKTHROUGH: &str = "examples/walkthrough.sh";

/// Where the script finds the service when it is called by hand: here, wherever Cargo builds.
const SETTINGS: &str = "target/demo.env";

/// Builds, fills, serves, and waits for Ctrl-C.
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
        command: "demo",
        data: data.clone(),
        database_url: None,
        port: free.then_some(PORT),
        arguments: Vec::new(),
        environment: Vec::new(),
    };
    let mut service = Service::start(&options).map_err(Error::io("the demo"))?;
    let told = told(&service.log());
    say(&told.join("\n"));
    let url = service.url("");
    let lines = format!(
        "LUODI_URL={url}\nLUODI_BIN={}\nLUODI_DATA={}\nLUODI_ADMINISTRATOR={}\n",
        luodi.display(),
        data.display(),
        token_of("ADMINISTRATOR", &told).unwrap_or_default(),
    );
    let settings = binary::workspace().join(SETTINGS);
    fs::create_dir_all(binary::workspace().join("target")).map_err(Error::io("the target folder"))?;
    keep(&settings, &lines).map_err(Error::io(SETTINGS))?;
    say(&format!(
        "\nready after {:.1} s; GraphQL: POST {}\nThe whole life of a project, in another terminal: \
         {WALKTHROUGH}\nCtrl-C ends the service and removes its folder.",
        service.ready_after().as_secs_f64(),
        service.url("/graphql"),
    ));
    let waited = wait(&mut service);
    fs::remove_file(&settings).map_err(Error::io(SETTINGS))?;
    waited?;
    let (status, _) = service.stop().map_err(Error::io("the service"))?;
    say(&format!("ended with {status}"));
    Ok(())
}

/// What the demo printed: its address, its tokens and how to sign in, without the log lines among them.
fn told(log: &str) -> Vec<String> {
    let printed = |line: &&str| {
        let token = line.split_whitespace().nth(1).is_some_and(is_token);
        token || line.contains("/graphql") || line.contains(" / sign in: ")
    };
    log.lines().filter(printed).map(str::to_owned).collect()
}

fn is_token(word: &str) -> bool {
    word.starts_with("luodi_")
}

/// The token of an officer of a kind.
fn token_of<'a>(role: &str, told: &'a [String]) -> Option<&'a str> {
    let mut words = told.iter().map(|line| line.split_whitespace());
    words.find_map(|mut words| (words.next() == Some(role)).then(|| words.next()).flatten())
}

/// Writes what holds a token for nobody else to read, whoever could read what an ended demo left there: a mode is given to
/// new files only.
fn keep(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
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

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_token_is_kept_for_nobody_else_to_read_whatever_was_there() {
        let folder = tempdir().unwrap();
        let path = folder.path().join("demo.env");
        let read = || {
            (fs::read_to_string(&path).unwrap(), fs::metadata(&path).unwrap().permissions().mode() & 0o777)
        };
        keep(&path, "one").unwrap();
        assert_eq!(read(), ("one".to_owned(), 0o600));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        keep(&path, "two").unwrap();
        assert_eq!(read(), ("two".to_owned(), 0o600));
    }

    #[test]
    fn what_the_demo_told_is_found_among_its_log() {
        let log = "2026-11-22T09:42:00Z  INFO luodi: listening address=127.0.0.1:1\n\
                   演示城市 / demo city  http://127.0.0.1:1/graphql  2024-10-31\n\
                   2026-11-22T09:42:00Z  INFO luodi_app::access::token: token created\n\
                   LEADER        luodi_ab  林子轩 人民政府 分管副市长\n\
                   \x20 登录 / sign in: leader abcde-fghij-kmnpq-rstuv\n\
                   ADMINISTRATOR luodi_cd  宋建国 落地办 系统管理员";
        let told = told(log);
        assert_eq!(told.len(), 4, "{told:?}");
        assert_eq!(token_of("ADMINISTRATOR", &told), Some("luodi_cd"));
        assert_eq!(token_of("AUDITOR", &told), None);
    }
}
