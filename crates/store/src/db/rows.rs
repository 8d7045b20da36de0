//! Many rows of one table by few statements.

use super::{BuiltStmt, StoreError, Tx, Value};

/// The most rows of one statement: each power of two up to this is a text of its own that stays prepared.
const MOST: usize = 64;

/// Inserts rows of one table, several to a statement; `into` ends with `values `. Their number is a power of two, so
/// that few texts are prepared.
pub(crate) async fn insert_rows(
    tx: &mut Tx<'_>,
    name: &'static str,
    into: &str,
    rows: Vec<Vec<Value>>,
) -> Result<(), StoreError> {
    upsert_rows(tx, name, into, rows, "").await
}

/// The same with what is to become of rows that are there: `anew` is a clause `on conflict`.
pub(crate) async fn upsert_rows(
    tx: &mut Tx<'_>,
    name: &'static str,
    into: &str,
    mut rows: Vec<Vec<Value>>,
    anew: &str,
) -> Result<(), StoreError> {
    while let Some(first) = rows.first() {
        let (columns, fit) = (first.len(), fitting(rows.len()));
        let row = |index: usize| {
            let places: Vec<String> = (1..=columns).map(|n| format!("${}", index * columns + n)).collect();
            format!("({})", places.join(", "))
        };
        let sql = format!("{into}{}{anew}", (0..fit).map(row).collect::<Vec<_>>().join(", "));
        tx.execute(BuiltStmt::new(name, sql), rows.drain(..fit).flatten().collect()).await?;
    }
    Ok(())
}

/// The largest power of two of rows that are there and fit a statement.
const fn fitting(rows: usize) -> usize {
    let most = if rows < MOST { rows } else { MOST };
    (most + 1).next_power_of_two() / 2
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_largest_power_of_two_that_fits() {
        for (rows, fit) in [(1, 1), (2, 2), (3, 2), (4, 4), (7, 4), (8, 8), (15, 8), (64, 64), (200, 64)] {
            assert_eq!(super::fitting(rows), fit, "{rows}");
        }
    }
}
