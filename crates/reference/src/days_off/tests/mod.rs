//! What is known of 2016 to 2026, and what cannot be read.

mod brute;
mod mistakes;
mod vectors;

use chrono::NaiveDate;
use luodi_domain::calendar::WorkCalendar;

/// The calendar of all years that come with the product.
fn calendar() -> WorkCalendar {
    WorkCalendar::new(super::built_in().unwrap()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
