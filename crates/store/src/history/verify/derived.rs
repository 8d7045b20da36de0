//! Whether what lists show, sort by and search is what the project amounts to.

use std::fmt::Display;

use luodi_domain::money::Money;
use luodi_domain::project::Project;

use crate::db::{Conn, StoreError};
use crate::params;
use crate::projects::{Shown, shown, stage_rank};
use crate::search;

crate::statements! {
    /// What a project shows, and the key its name is sorted by.
    SHOWN = "select name_key, shown_stage, shown_standing, shown_investment_fen from project where id = $1";
}

/// What is stored and is not what the project amounts to; nothing when there is no row to compare.
pub(super) async fn differing(conn: &mut Conn<'_>, project: &Project) -> Result<Vec<String>, StoreError> {
    let stored: Option<(String, i64, String, Option<i64>)> =
        conn.fetch_optional(SHOWN, params![project.id]).await?;
    let Some((name_key, stage, standing, investment_fen)) = stored else { return Ok(Vec::new()) };
    let mut parts = Vec::new();
    if let Some(shown) = expected(conn, project).await? {
        let fen = |fen: Option<i64>| fen.map_or_else(|| "nothing".to_owned(), |fen| fen.to_string());
        let expected_fen = shown.agreed_investment.map(Money::fen);
        parts.extend(part("shown_stage", &stage, &stage_rank(shown.stage)));
        parts.extend(part("shown_standing", &standing.as_str(), &shown.standing.as_str()));
        parts.extend(part("shown_investment_fen", &fen(investment_fen), &fen(expected_fen)));
    }
    let stored = search::Stored { name_key, terms: search::stored(conn, project.id).await? };
    let profile = &project.profile;
    parts.extend(search::differing(&stored, &profile.name, &search::terms(profile)));
    Ok(parts)
}

/// What the project shows by its phases, or by itself; nothing can be said where a phase cannot be read, which its own
/// check finds.
async fn expected(conn: &mut Conn<'_>, project: &Project) -> Result<Option<Shown>, StoreError> {
    match shown(conn, project).await {
        Ok(shown) => Ok(Some(shown)),
        Err(StoreError::Inconsistent { .. } | StoreError::Undecodable { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn part(column: &str, stored: &impl Display, expected: &impl Display) -> Option<String> {
    let (stored, expected) = (stored.to_string(), expected.to_string());
    (stored != expected).then(|| format!("{column} is {stored}, not {expected}"))
}
