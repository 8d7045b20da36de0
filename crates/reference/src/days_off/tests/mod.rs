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

/// The year that the README shows how to enter can be entered as it stands there.
#[test]
fn the_example_of_the_readme_is_taken() {
    let readme = include_str!("../../../../../README.md");
    let (_, shown) = readme.split_once("cat > 2027.toml <<'END'\n").unwrap();
    let (file, _) = shown.split_once("\nEND\n").unwrap();
    let days_off = super::read(file).unwrap();
    assert_eq!(days_off.year, 2027);
    days_off.check_notice().unwrap();
    WorkCalendar::new(super::built_in().unwrap().into_iter().chain([days_off])).unwrap();
}
