//! The city in memory and in both databases.

mod crowded;
mod filled;
mod funnel;
mod numbers;
mod plans;
mod record;

use std::sync::LazyLock;

use luodi_app::chronicle::{Chronicle, Story};
use luodi_domain::context::Facts;
use luodi_domain::project::Project;

/// Told once for all tests that only look at it.
static CITY: LazyLock<Chronicle> = LazyLock::new(|| crate::city().unwrap());
/// What its decisions rest on.
static FACTS: LazyLock<Facts> = LazyLock::new(|| CITY.registry.facts());

fn projects() -> Vec<&'static Project> {
    CITY.stories.iter().map(Story::project).collect()
}
