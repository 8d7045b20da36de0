//! `luodi calendar …`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use luodi_app::App;
use luodi_app::calendar::read_days_off;

use crate::arguments::Calendar;
use crate::failure::Failure;
use crate::settings::Settings;
use crate::{open, output};

/// The largest file that is read: a year takes two kibibytes.
const LARGEST: u64 = 64 << 10;

pub(super) async fn run(settings: &Settings, calendar: Calendar) -> Result<(), Failure> {
    let app = open::existing(settings).await?;
    let done = match calendar {
        Calendar::Add { file, replace } => add(&app, file, replace).await,
        Calendar::List => list(&app).await,
    };
    app.db().close().await;
    done
}

async fn add(app: &App, path: PathBuf, replace: bool) -> Result<(), Failure> {
    let text = match text(&path) {
        Ok(text) => text,
        Err(source) => return Err(Failure::File { path, source }),
    };
    let days_off = match read_days_off(&text) {
        Ok(days_off) => days_off,
        Err(fault) => return Err(Failure::DaysOff { path, fault }),
    };
    let year = days_off.year;
    if !replace && app.work_calendar().await?.year(year).is_some() {
        return Err(Failure::YearPublished(year));
    }
    app.add_days_off(days_off, replace).await?;
    output::say(format_args!("{year}年放假安排已公布 / the days off of {year} are published"));
    list(app).await
}

/// What stands in a file, unless it is too large to be one of these.
fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let read = File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if u64::try_from(read).is_ok_and(|read| read <= LARGEST) {
        Ok(text)
    } else {
        Err(io::ErrorKind::FileTooLarge.into())
    }
}

async fn list(app: &App) -> Result<(), Failure> {
    let published = app.work_calendar().await?;
    for days_off in published.calendar.years() {
        let year = days_off.year;
        let version = match published.version(year) {
            0 => "as it came".to_owned(),
            version => format!("version {version}"),
        };
        let (off, worked) = (days_off.off.len(), days_off.worked.len());
        let sources = days_off.sources.join(", ");
        output::say(format_args!("{year} {version}, {off} off, {worked} made up: {sources}"));
    }
    for covered in published.calendar.covered() {
        output::say(format_args!("已公布至 / published {} to {}", covered.from, covered.until));
    }
    Ok(())
}
