//! The demo city: shaped like the one of a public article of November 2024, with its counties and parks, agencies and
//! officers, the year's signed projects and what happened to them until the morning of 2024-10-31.
//!
//! Everything is made from a seed, the same on every run and on both databases. People, numbers and companies are made
//! up; the projects that public articles name are in it under their names, as far as the articles say they have come.
//! Nothing is written here: [`city`] gives a [`Chronicle`], each command of which was decided by the rules of the service.

mod amounts;
mod calendar;
mod city;
mod codes;
mod content;
mod dates;
mod funnel;
mod ids;
mod life;
mod number;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use luodi_app::AppError;
use luodi_app::chronicle::{Chronicle, Teller};
use luodi_domain::codes::{CreditCodeError, ProjectCodeError, RegionCodeError};
use luodi_domain::ids::CommandId;
use luodi_domain::partial_date::PartialDateError;
use rand::SeedableRng;
use rand::rngs::StdRng;

use ids::{Mint, SEED};
use life::World;
use number::Cohort;

pub use city::Badge;
pub use content::articles::{ARTICLES, Article};

/// What the chronicle's salts are made from.
pub const SALTS: u64 = SEED;

/// Why there is no demo city: a mistake in its content.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A table lacks something.
    #[error("the demo's tables lack something: {0}")]
    Content(&'static str),
    /// A command of a story would have been refused.
    #[error("{project}: {what}: {source}")]
    Told {
        /// The project.
        project: String,
        /// The command.
        what: String,
        /// What the rules say.
        source: Box<AppError>,
    },
    /// A region code is wrong.
    #[error(transparent)]
    RegionCode(#[from] RegionCodeError),
    /// A credit code is wrong.
    #[error(transparent)]
    CreditCode(#[from] CreditCodeError),
    /// A project code is wrong.
    #[error(transparent)]
    ProjectCode(#[from] ProjectCodeError),
    /// A planned date is wrong.
    #[error(transparent)]
    PartialDate(#[from] PartialDateError),
}

/// When the demo's business clock begins: 2024-10-31 09:00 in Shanghai.
pub fn morning() -> DateTime<Utc> {
    calendar::at(day(2024, 10, 31), 30)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

/// An officer of each kind, for whom tokens are made: the same on every run.
pub fn badges() -> Result<Vec<Badge>, DemoError> {
    let mut rng = StdRng::seed_from_u64(SEED);
    Ok(city::build(&Mint::new(0), founded(), &mut rng)?.badges)
}

/// When the registry was entered.
fn founded() -> DateTime<Utc> {
    calendar::at(day(2019, 1, 2), 0)
}

/// Everything there is in the demo city.
pub fn city() -> Result<Chronicle, DemoError> {
    crowded(0)
}

/// The demo city crowded: beside its own projects others of their kind, in the same places and hands, so many in all; or
/// one or two more, since no project is told without its phases. For measurements: nobody's figures come out here.
pub fn crowded(projects: usize) -> Result<Chronicle, DemoError> {
    let mint = Mint::new(0);
    let mut rng = StdRng::seed_from_u64(SEED);
    let mut city = city::build(&mint, founded(), &mut rng)?;
    let mut sketches = funnel::sketches(&mut city, &mint, founded(), Cohort::FIRST, &mut rng)?;
    let own = sketches.len();
    let mut cohorts = Cohort::further();
    while sketches.len() < projects {
        let cohort = cohorts.next().ok_or(DemoError::Content("numbers for so many projects"))?;
        sketches.extend(funnel::sketches(&mut city, &mint, founded(), cohort, &mut rng)?);
    }
    let leave_at = calendar::at(day(2024, 8, 16), 90);
    let leave = CommandId::from_uuid(Mint::new(u64::MAX).id(leave_at));
    let facts = city.registry.facts();
    let (catalogue, offices) = (Arc::clone(&facts.catalogue), facts.offices.clone());
    let mut teller = Teller::new(facts);
    let world = World { city: &city, catalogue, offices, now: morning(), leave_at, leave };
    let mut stories = Vec::with_capacity(sketches.len());
    for (place, sketch) in sketches.iter().enumerate() {
        if place >= own && stories.len() >= projects {
            break;
        }
        stories.extend(life::tell(&mut teller, &world, sketch)?);
    }
    let left = vec![city.leaver];
    Ok(Chronicle { registry: city.registry, stories, left })
}
