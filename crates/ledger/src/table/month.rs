//! Columns of months: `1-8月`, `其中:1-8月`, `10月`.

/// From which month to which a column counts, each from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Months {
    /// The first.
    pub first: u8,
    /// The last.
    pub last: u8,
}

impl Months {
    /// The months that a header names, where it names nothing else.
    pub fn named(header: &str) -> Option<Self> {
        let span = header.strip_suffix('月').or_else(|| header.strip_suffix("月份"))?;
        let span = span.replace("月", "");
        let between = ['-', '~', '—', '–', '至', '到'];
        let (first, last) = span.split_once(between).unwrap_or((&span, &span));
        let month = |text: &str| text.parse().ok().filter(|month| (1..=12).contains(month));
        let months = Self { first: month(first)?, last: month(last)? };
        (months.first <= months.last).then_some(months)
    }

    /// Whether it counts from January on: such columns are never added up.
    pub const fn is_cumulative(self) -> bool {
        self.first == 1 && self.last > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read() {
        fn check(header: &str, expected: Option<(u8, u8)>) {
            assert_eq!(Months::named(header).map(|months| (months.first, months.last)), expected, "{header}");
        }
        check("1-8月", Some((1, 8)));
        check("1月-8月", Some((1, 8)));
        check("1至10月", Some((1, 10)));
        check("10月", Some((10, 10)));
        check("10月份", Some((10, 10)));
        check("8-1月", None);
        check("13月", None);
        check("本月", None);
    }
}
