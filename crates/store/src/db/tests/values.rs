//! Values come back from both databases as they went in.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::FromRow;
use uuid::Uuid;

use super::{is_sqlite, on_each};
use crate::db::{Stmt, StoreError, Unstorable, Value};
use crate::{params, value_from};

const MAKE: Stmt = Stmt::per_database(
    "MAKE",
    "create table sample (id integer primary key, uuid blob, text text, int integer, bool integer, date text, time text,
     instant text, bytes blob) strict",
    "create table sample (id bigint primary key, uuid uuid, text text, int bigint, bool boolean, date date, time time,
     instant timestamptz, bytes bytea)",
);
const PUT: Stmt = Stmt::new(
    "PUT",
    "insert into sample (id, uuid, text, int, bool, date, time, instant, bytes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
);
const GET: Stmt = Stmt::new(
    "GET",
    "select uuid, text, int, bool, date, time, instant, bytes from sample where id = $1
     and (uuid = $2 or $2 is null) and (text = $3 or $3 is null) and (int = $4 or $4 is null)
     and (bool = $5 or $5 is null) and (date = $6 or $6 is null) and (time = $7 or $7 is null)
     and (instant = $8 or $8 is null) and (bytes = $9 or $9 is null)",
);

#[derive(Debug, Clone, Default, PartialEq, FromRow)]
struct Sample {
    uuid: Option<Uuid>,
    text: Option<String>,
    int: Option<i64>,
    bool: Option<bool>,
    date: Option<NaiveDate>,
    time: Option<NaiveTime>,
    instant: Option<DateTime<Utc>>,
    bytes: Option<Vec<u8>>,
}

/// The same columns, none of them nullable.
#[derive(Debug, FromRow)]
struct Filled {
    uuid: Uuid,
    text: String,
    int: i64,
    bool: bool,
    date: NaiveDate,
    time: NaiveTime,
    instant: DateTime<Utc>,
    bytes: Vec<u8>,
}

impl Sample {
    fn values(&self, id: i64) -> Vec<Value> {
        params![
            id,
            self.uuid,
            &self.text,
            self.int,
            self.bool,
            self.date,
            self.time,
            self.instant,
            self.bytes.as_ref()
        ]
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn typical() -> Sample {
    Sample {
        uuid: Some(Uuid::from_u128(0x0192_e0a1_7c3b_7d52_8f01_23cd_4567_89ab)),
        text: Some("项目签约 'quoted' \u{1F3ED}".to_owned()),
        int: Some(1_234_567_890_123),
        bool: Some(true),
        date: Some(date("2024-10-31")),
        time: Some(time("09:00:00")),
        instant: Some(instant("2024-10-31T01:00:00.000001Z")),
        bytes: Some(vec![0, 1, 255]),
    }
}

#[tokio::test]
async fn values_round_trip_and_are_found_by_themselves() {
    let smallest = Sample {
        uuid: Some(Uuid::nil()),
        text: Some(String::new()),
        int: Some(i64::MIN),
        bool: Some(false),
        date: Some(date("0001-01-01")),
        time: Some(time("00:00:00")),
        instant: Some(instant("0001-01-01T00:00:00Z")),
        bytes: Some(Vec::new()),
    };
    let largest = Sample {
        uuid: Some(Uuid::max()),
        text: Some("长".repeat(100_000)),
        int: Some(i64::MAX),
        bool: Some(true),
        date: Some(date("9999-12-31")),
        time: Some(time("23:59:59.999999")),
        instant: Some(instant("9999-12-31T23:59:59.999999Z")),
        bytes: Some(vec![7; 100_000]),
    };
    let finer_than_micros = Sample {
        time: Some(time("09:00:00.123456789")),
        instant: Some(instant("2024-10-31T01:00:00.123456789Z")),
        ..typical()
    };
    let cut_to_micros = Sample {
        time: Some(time("09:00:00.123456")),
        instant: Some(instant("2024-10-31T01:00:00.123456Z")),
        ..typical()
    };
    let leap_second = Sample {
        time: Some(time("23:59:60.5")),
        instant: Some(instant("2016-12-31T23:59:60.5Z")),
        ..Sample::default()
    };
    let after_leap_second = Sample {
        time: Some(time("23:59:59.999999")),
        instant: Some(instant("2017-01-01T00:00:00.5Z")),
        ..Sample::default()
    };
    let rows = [
        (Sample::default(), Sample::default()),
        (typical(), typical()),
        (smallest.clone(), smallest),
        (largest.clone(), largest),
        (finer_than_micros, cut_to_micros),
        (leap_second, after_leap_second),
    ];
    on_each(async |db| {
        db.execute_now(MAKE, params![]).await.unwrap();
        for (id, (given, expected)) in (1_i64..).zip(&rows) {
            db.execute_now(PUT, given.values(id)).await.unwrap();
            let mut conn = db.read().await.unwrap();
            let found: Sample = conn.fetch_one(GET, given.values(id)).await.unwrap();
            assert_eq!(&found, expected, "row {id} on {:?}", db.dialect());
        }
    })
    .await;
}

#[tokio::test]
async fn columns_that_are_never_null_need_no_options() {
    on_each(async |db| {
        db.execute_now(MAKE, params![]).await.unwrap();
        db.execute_now(PUT, typical().values(1)).await.unwrap();
        let row: Filled = db.read().await.unwrap().fetch_one(GET, typical().values(1)).await.unwrap();
        let row = Sample {
            uuid: Some(row.uuid),
            text: Some(row.text),
            int: Some(row.int),
            bool: Some(row.bool),
            date: Some(row.date),
            time: Some(row.time),
            instant: Some(row.instant),
            bytes: Some(row.bytes),
        };
        assert_eq!(row, typical());
    })
    .await;
}

#[tokio::test]
async fn instants_and_times_sort_alike() {
    const IN_ORDER: Stmt = Stmt::new("IN_ORDER", "select id from sample order by instant, time, id");
    const SINCE: Stmt = Stmt::new("SINCE", "select id from sample where instant >= $1 order by id");
    let at = |text: &str, at_time: &str| Sample {
        instant: Some(instant(text)),
        time: Some(time(at_time)),
        ..Sample::default()
    };
    let rows = [
        at("2024-10-31T01:00:00.1Z", "09:00:00"),
        at("2024-10-31T01:00:00Z", "09:00:00.5"),
        at("2024-10-31T01:00:00Z", "09:00:00"),
        at("0999-01-01T00:00:00Z", "00:00:00"),
        at("2024-10-31T01:00:00.000001+08:00", "00:00:00"),
        at("2024-10-31T01:00:00.10001Z", "00:00:00"),
    ];
    on_each(async |db| {
        db.execute_now(MAKE, params![]).await.unwrap();
        for (id, row) in (1_i64..).zip(&rows) {
            db.execute_now(PUT, row.values(id)).await.unwrap();
        }
        let mut conn = db.read().await.unwrap();
        let in_order: Vec<(i64,)> = conn.fetch_all(IN_ORDER, params![]).await.unwrap();
        assert_eq!(in_order, [(4,), (5,), (3,), (2,), (1,), (6,)]);
        let bound = instant("2024-10-31T01:00:00.1Z");
        assert_eq!(conn.fetch_all::<(i64,)>(SINCE, params![bound]).await.unwrap(), [(1,), (6,)]);
    })
    .await;
}

#[tokio::test]
async fn sqlite_keeps_the_documented_forms() {
    const RAW: Stmt = Stmt::new(
        "RAW",
        "select typeof(uuid) || ' ' || int || ' ' || bool || ' ' || date || ' ' || time || ' ' || instant from sample",
    );
    on_each(async |db| {
        if !is_sqlite(db) {
            return;
        }
        db.execute_now(MAKE, params![]).await.unwrap();
        db.execute_now(PUT, typical().values(1)).await.unwrap();
        let raw: (String,) = db.read().await.unwrap().fetch_one(RAW, params![]).await.unwrap();
        let expected = "blob 1234567890123 1 2024-10-31 09:00:00.000000 2024-10-31T01:00:00.000001Z";
        assert_eq!(raw.0, expected);
    })
    .await;
}

#[tokio::test]
async fn what_one_database_could_not_keep_is_refused_by_both() {
    let (far, past) = (NaiveDate::from_ymd_opt(10_000, 1, 1), NaiveDate::from_ymd_opt(-1, 1, 1));
    let far_instant = far.unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    let rows = [
        (Sample { text: Some("a\0b".to_owned()), ..Sample::default() }, 3, Unstorable::Nul),
        (Sample { date: far, ..Sample::default() }, 6, Unstorable::Year(10_000)),
        (Sample { date: past, ..Sample::default() }, 6, Unstorable::Year(-1)),
        (Sample { instant: Some(far_instant), ..Sample::default() }, 8, Unstorable::Year(10_000)),
    ];
    on_each(async |db| {
        db.execute_now(MAKE, params![]).await.unwrap();
        for (sample, place, expected) in &rows {
            let refused = db.execute_now(PUT, sample.values(1)).await.unwrap_err();
            assert!(
                matches!(refused, StoreError::Unstorable { statement: "PUT", position, reason }
                    if position == *place && reason == *expected),
                "{refused:?}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_wrong_number_of_values_is_not_sent() {
    on_each(async |db| {
        db.execute_now(MAKE, params![]).await.unwrap();
        let refused = db.execute_now(PUT, params![1, Uuid::nil()]).await.unwrap_err();
        assert_eq!(refused.to_string(), "PUT: takes 9 values, got 2");
    })
    .await;
}

#[test]
fn types_become_values() {
    #[derive(Clone)]
    struct Code(&'static str);
    value_from!(Code => Text, |code| code.0.to_owned());

    let rows = [
        (params![1_i64, 1_i32, 1_u32, 1_u16, &1_i64], vec![Value::Int(Some(1)); 5]),
        (
            params!["a", String::from("a"), Some("a"), &Some(String::from("a"))],
            vec![Value::Text(Some("a".into())); 4],
        ),
        (params![None::<i64>, None::<&i64>, &None::<i64>], vec![Value::Int(None); 3]),
        (params![Code("a"), &Code("a"), Some(Code("a"))], vec![Value::Text(Some("a".into())); 3]),
        (params![None::<Code>, None::<&str>], vec![Value::Text(None); 2]),
        (
            params![[1_u8, 2], &[1_u8, 2], &[1_u8, 2][..], vec![1_u8, 2]],
            vec![Value::Bytes(Some(vec![1, 2])); 4],
        ),
    ];
    for (given, expected) in rows {
        assert_eq!(given, expected);
    }
}
