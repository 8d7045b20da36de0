//! The table that is printed.

use crate::home::Engine;
use crate::latency::Latency;
use crate::milliseconds;
use crate::questions::Grows;

/// How long one question took, asked of one database by so many.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    /// What was asked.
    pub(crate) question: &'static str,
    /// How it may grow.
    pub(crate) grows: Grows,
    /// Of a page far behind: the same list's first page.
    pub(crate) first_page: Option<&'static str>,
    /// Of which database.
    pub(crate) engine: Engine,
    /// How many projects are in it.
    pub(crate) projects: usize,
    /// By how many at once.
    pub(crate) clients: usize,
    /// How many rows the answer has.
    pub(crate) rows: usize,
    /// How long it took.
    pub(crate) latency: Latency,
}

impl Measured {
    fn cells(&self) -> [String; 9] {
        let latency = &self.latency;
        [
            self.question.to_owned(),
            self.engine.to_string(),
            self.projects.to_string(),
            self.clients.to_string(),
            milliseconds(latency.median()),
            milliseconds(latency.at(99)),
            milliseconds(latency.at(100)),
            latency.count().to_string(),
            self.rows.to_string(),
        ]
    }
}

const HEAD: [&str; 9] =
    ["question", "database", "projects", "clients", "median ms", "p99 ms", "max ms", "requests", "rows"];

/// One line for each, under a head; texts to the left, numbers to the right.
pub(crate) fn lines<'a>(measured: impl Iterator<Item = &'a Measured>) -> Vec<String> {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(measured.map(Measured::cells));
    let width = |column: usize| rows.iter().map(|row| cells_wide(&row[column])).max().unwrap_or(0);
    let widths: [usize; HEAD.len()] = std::array::from_fn(width);
    let line = |row: &[String; HEAD.len()]| {
        let cells = row.iter().zip(widths).enumerate().map(|(column, (cell, width))| {
            let space = " ".repeat(width - cells_wide(cell));
            if column < 2 { format!("{cell}{space}") } else { format!("{space}{cell}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

/// How many cells of a terminal a text takes: two for a Chinese character.
fn cells_wide(text: &str) -> usize {
    text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use super::*;

    /// Three answers, the one in the middle after so many milliseconds.
    pub(crate) fn measured(question: &'static str, engine: Engine, projects: usize, median: u64) -> Measured {
        let times = [median / 2, median, median * 2].map(Duration::from_millis);
        Measured {
            question,
            grows: Grows::Never,
            first_page: None,
            engine,
            projects,
            clients: 1,
            rows: 50,
            latency: Latency::of(times.to_vec()),
        }
    }

    #[test]
    fn columns_stand_under_their_heads() {
        let rows = [
            measured("search 光伏", Engine::Sqlite, 10_000, 2),
            measured("pipeline", Engine::Postgres, 701, 120),
        ];
        assert_eq!(
            lines(rows.iter()),
            [
                "question     database    projects  clients  median ms  p99 ms  max ms  requests  rows",
                "search 光伏  SQLite         10000        1        2.0     4.0     4.0         3    50",
                "pipeline     PostgreSQL       701        1      120.0   240.0   240.0         3    50",
            ]
        );
    }
}
