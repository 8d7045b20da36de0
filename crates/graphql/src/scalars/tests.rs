use async_graphql::{EmptyMutation, EmptySubscription, Number, Object, SDLExportOptions, Schema};
use proptest::prelude::*;

use super::*;

/// What a text is read as and written back as; `None` when it is refused.
fn round<T: ScalarType>(text: &str) -> Option<String> {
    let value = T::parse(Value::String(text.to_owned())).ok()?;
    assert!(T::is_valid(&Value::String(text.to_owned())), "{text} is read, so it must be valid");
    match value.to_value() {
        Value::String(text) => Some(text),
        other => panic!("{text} became {other}"),
    }
}

#[track_caller]
fn same<T: ScalarType>(texts: &[&str]) {
    for text in texts {
        assert_eq!(round::<T>(text).as_deref(), Some(*text));
    }
}

#[track_caller]
fn refused<T: ScalarType>(texts: &[&str]) {
    for text in texts {
        assert_eq!(round::<T>(text), None, "{text}");
        assert!(!T::is_valid(&Value::String((*text).to_owned())), "{text}");
    }
}

#[test]
fn dates() {
    same::<Date>(&["2024-10-31", "2024-02-29", "0001-01-01", "9999-12-31"]);
    refused::<Date>(&[
        "",
        "2024-13-01",
        "2023-02-29",
        "2024-2-29",
        "24-02-29",
        "20240229",
        "0000-01-01",
        "+024-01-01",
        "-024-01-01",
        " 2024-02-29",
        "2024-02-29 ",
        "2024-02-29T00:00:00Z",
        "２０２４-０２-２９",
        "2024年2月",
    ]);
}

#[test]
fn moments() {
    same::<DateTime>(&["2024-10-31T01:00:00Z", "2024-10-31T01:00:00.250Z"]);
    assert_eq!(round::<DateTime>("2024-10-31T09:00:00+08:00").as_deref(), Some("2024-10-31T01:00:00Z"));
    refused::<DateTime>(&[
        "",
        "2024-10-31",
        "2024-10-31T09:00:00",
        "2024-10-31T25:00:00Z",
        "9999-12-31T23:59:59-01:00",
        "0001-01-01T00:00:00+08:00",
        "1730336400",
        "now",
    ]);
}

#[test]
fn decimals() {
    same::<Decimal>(&["0", "0.00", "12345678.90", "-0.01", "9223372036854775807", "-9223372036854775808"]);
    refused::<Decimal>(&[
        "",
        "-",
        ".5",
        "5.",
        "+1",
        "1e3",
        "1,000",
        "0x10",
        "NaN",
        "1.2.3",
        " 1",
        "１",
        "--1",
        "9223372036854775808",
        "0.0000000000000000001",
    ]);
}

#[test]
fn decimals_in_units() {
    #[track_caller]
    fn check(text: &str, scale: u32, expected: Result<i64, DecimalError>) {
        assert_eq!(text.parse::<Decimal>().unwrap().to_units(scale), expected, "{text} at {scale}");
    }
    check("12.3", 2, Ok(1230));
    check("-12.30", 2, Ok(-1230));
    check("12.300", 2, Ok(1230));
    check("12.345", 2, Err(DecimalError::Scale(2)));
    check("9223372036854775807", 2, Err(DecimalError::Size));
    check("1", 40, Err(DecimalError::Size));
    assert_eq!(Decimal::from_units(1, 19), Err(DecimalError::Size));
}

#[test]
fn only_strings_are_read() {
    for value in [Value::Null, Value::Boolean(true), Value::Number(Number::from(1)), Value::List(vec![])] {
        assert!(Date::parse(value.clone()).is_err() && !Date::is_valid(&value));
        assert!(DateTime::parse(value.clone()).is_err() && !DateTime::is_valid(&value));
        assert!(Decimal::parse(value.clone()).is_err() && !Decimal::is_valid(&value));
    }
}

struct Query;

#[Object]
impl Query {
    async fn date(&self) -> Option<Date> {
        None
    }
    async fn date_time(&self) -> Option<DateTime> {
        None
    }
    async fn decimal(&self) -> Option<Decimal> {
        None
    }
}

#[test]
fn every_scalar_says_what_it_is() {
    let options = SDLExportOptions::new().include_specified_by();
    let sdl = Schema::new(Query, EmptyMutation, EmptySubscription).sdl_with_options(options);
    for name in ["Date", "DateTime", "Decimal"] {
        let line = sdl.lines().position(|line| line.starts_with(&format!("scalar {name} "))).unwrap();
        let lines: Vec<_> = sdl.lines().collect();
        assert!(lines[line].contains("@specifiedBy(url: \"https://"), "{}", lines[line]);
        assert_eq!(lines[line - 1], "\"\"\"", "{name} has a description");
    }
}

proptest! {
    #[test]
    fn a_decimal_comes_back_as_it_went(units: i64, scale in 0_u32..=18) {
        let decimal = Decimal::from_units(units, scale).unwrap();
        prop_assert_eq!(decimal.to_string().parse(), Ok(decimal));
        prop_assert_eq!(decimal.to_units(scale), Ok(units));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in ".{0,40}") {
        round::<Date>(&text);
        round::<DateTime>(&text);
        round::<Decimal>(&text);
    }
}
