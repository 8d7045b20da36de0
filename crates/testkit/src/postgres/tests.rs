//! The harness against the server of `cargo xtask test`.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use super::TestDatabase;
use crate::proxy::{Delay, DelayProxy};

async fn names(connection: &mut PgConnection, name: &str) -> i64 {
    sqlx::query_scalar("select count(*) from pg_database where datname = $1")
        .bind(name)
        .fetch_one(connection)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_template_is_filled_once_and_its_clones_are_apart() {
    static FILLED: AtomicU32 = AtomicU32::new(0);
    let fill = async |url: String| {
        FILLED.fetch_add(1, Ordering::Relaxed);
        let mut connection = PgConnection::connect(&url).await?;
        connection
            .execute("create table note (text text); insert into note values ('from the template')")
            .await?;
        connection.close().await
    };
    let (one, two) = tokio::join!(
        TestDatabase::from_template::<sqlx::Error>("harness", fill),
        TestDatabase::from_template::<sqlx::Error>("harness", fill)
    );
    assert_eq!(FILLED.load(Ordering::Relaxed), 1);

    let mut first = PgConnection::connect(&one.url()).await.unwrap();
    let mut second = PgConnection::connect(&two.url()).await.unwrap();
    first.execute("insert into note values ('only here')").await.unwrap();
    let count = "select count(*) from note";
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut first).await.unwrap(), 2);
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut second).await.unwrap(), 1);
}

#[tokio::test]
async fn a_dropped_database_is_gone_even_while_somebody_is_connected() {
    let kept = TestDatabase::empty().await;
    let dropped = TestDatabase::empty().await;
    let name = dropped.name().to_owned();
    let mut connection = PgConnection::connect(&kept.url()).await.unwrap();
    let _still_connected = PgConnection::connect(&dropped.url()).await.unwrap();
    assert_eq!(names(&mut connection, &name).await, 1);
    drop(dropped);
    assert_eq!(names(&mut connection, &name).await, 0);
    assert_eq!(names(&mut connection, kept.name()).await, 1);
}

/// Two that update the same two rows in opposite orders, each after the other's first.
#[tokio::test]
async fn who_waits_in_a_circle_is_counted() {
    let database = TestDatabase::empty().await;
    let mut first = PgConnection::connect(&database.url()).await.unwrap();
    let mut second = PgConnection::connect(&database.url()).await.unwrap();
    first.execute("create table pair (id int); insert into pair values (1), (2)").await.unwrap();
    let update = async |connection: &mut PgConnection, id: i32| {
        sqlx::query("update pair set id = id where id = $1").bind(id).execute(connection).await
    };
    for (connection, id) in [(&mut first, 1), (&mut second, 2)] {
        connection.execute("begin").await.unwrap();
        update(connection, id).await.unwrap();
    }
    // Whoever loses lets the other go on.
    let lost = async |connection: &mut PgConnection, id: i32| {
        let lost = update(connection, id).await.is_err();
        connection.execute("rollback").await.unwrap();
        i64::from(lost)
    };
    let (one, other) = tokio::join!(lost(&mut first, 2), lost(&mut second, 1));
    assert_eq!(one + other, 1);
    first.close().await.unwrap();
    second.close().await.unwrap();
    assert_eq!(database.deadlocks().await, 1);
}

#[tokio::test]
async fn a_query_through_the_proxy_takes_its_round_trip() {
    let database = TestDatabase::empty().await;
    let proxy = DelayProxy::start(database.server(), Delay::round_trip(Duration::from_millis(10))).unwrap();
    let mut connection = PgConnection::connect(&database.url_through(proxy.address())).await.unwrap();
    let started = Instant::now();
    connection.execute("select 1").await.unwrap();
    assert!(started.elapsed() >= Duration::from_millis(10), "{:?}", started.elapsed());
    assert_eq!(proxy.counts().connections, 1);
}
