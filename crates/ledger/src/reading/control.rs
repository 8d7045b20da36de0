//! Rows of sums, held against what stands above them.

use luodi_domain::money::Money;

use super::Row;

/// What a row of sums, or a section's heading, says, and what was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The row, from 1.
    pub number: u32,
    /// What it is called: 合计, 西峰区.
    pub label: String,
    /// How many projects it says there are, and how many there are.
    pub count: Option<(u32, u32)>,
    /// The total investment it says, and that of the rows: of all, or of those not refused where that is nearer. Who adds a
    /// ledger up by hand may have left out what is refused.
    pub investment: Option<(Money, Money)>,
    /// How many of the rows have no investment that can be read: the sum cannot hold then.
    pub unread: u32,
}

impl Control {
    /// What rows come to beside what is said of them.
    pub(super) fn of(number: u32, label: String, said: (Option<u32>, Option<Money>), rows: &[&Row]) -> Self {
        let sum = |with_refused: bool| {
            let rows = rows.iter().filter(|row| with_refused || row.problems.is_empty());
            let amounts = rows.filter_map(|row| row.investment);
            amounts.map(|amount| amount.money).try_fold(Money::default(), Money::checked_add)
        };
        let nearest = |said: Money| {
            let sums = [true, false].into_iter().filter_map(sum);
            sums.min_by_key(|sum| said.fen().abs_diff(sum.fen())).map(|sum| (said, sum))
        };
        let unread = rows.iter().filter(|row| row.investment.is_none()).count();
        let number_of = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Self {
            number,
            label,
            count: said.0.map(|count| (count, number_of(rows.len()))),
            investment: said.1.and_then(nearest),
            unread: number_of(unread),
        }
    }

    /// Whether it holds: as many projects, and a sum within 0.01亿元 for each of them, as ledgers round.
    pub fn holds(&self) -> bool {
        let rows = self.count.map_or(1, |(_, there)| i64::from(there)).max(1);
        let near = |(said, there): (Money, Money)| (said.fen() - there.fen()).abs() <= rows * 100_000_000;
        self.count.is_none_or(|(said, there)| said == there) && self.investment.is_none_or(near)
    }
}
