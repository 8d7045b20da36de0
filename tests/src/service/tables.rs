//! The tables behind the service's back: looked through for a text, and forged.

use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::home::Home;

/// A connection of somebody who goes around the service.
pub(super) enum Tables {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Tables {
    /// Connects to the database of a home; the service may be running.
    pub(super) async fn open(home: &Home) -> Self {
        if let Some(database) = home.database() {
            return Self::Postgres(PgConnection::connect(&database.url()).await.unwrap());
        }
        let file = format!("sqlite://{}", home.folder().join("luodi.db").display());
        Self::Sqlite(SqliteConnection::connect(&file).await.unwrap())
    }

    /// Runs a statement: how many rows it touched, or why not.
    pub(super) async fn run(&mut self, statement: &str) -> Result<u64, sqlx::Error> {
        let statement = AssertSqlSafe(statement.to_owned());
        Ok(match self {
            Self::Sqlite(connection) => connection.execute(statement).await?.rows_affected(),
            Self::Postgres(connection) => connection.execute(statement).await?.rows_affected(),
        })
    }

    /// The first column of every row, as text.
    pub(super) async fn texts(&mut self, query: &str) -> Vec<String> {
        let query = AssertSqlSafe(query.to_owned());
        match self {
            Self::Sqlite(connection) => {
                let rows = connection.fetch_all(query).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
            Self::Postgres(connection) => {
                let rows = connection.fetch_all(query).await.unwrap();
                rows.iter().map(|row| row.get(0)).collect()
            }
        }
    }

    /// Takes the triggers off that protect the history.
    pub(super) async fn drop_triggers(&mut self) {
        let names = match self {
            Self::Sqlite(_) => {
                "select 'drop trigger ' || name from sqlite_master where type = 'trigger' and tbl_name like 'history%'"
            }
            Self::Postgres(_) => {
                "select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger
                 where not tgisinternal and tgrelid::regclass::text like 'history%'"
            }
        };
        let drops = self.texts(names).await;
        assert!(drops.len() >= 4, "{drops:?}");
        for drop in drops {
            self.run(&drop).await.unwrap();
        }
    }

    /// Lets this connection leave rows that point at nothing.
    pub(super) async fn ignore_keys(&mut self) {
        let ignore = match self {
            Self::Sqlite(_) => "pragma foreign_keys = off",
            Self::Postgres(_) => "set session_replication_role = replica",
        };
        self.run(ignore).await.unwrap();
    }

    /// The columns, of every table there is, in which a text stands; within binary values too.
    pub(super) async fn where_is(&mut self, text: &str) -> Vec<String> {
        let hex = text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        let columns = match self {
            Self::Sqlite(_) => {
                "select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'"
            }
            Self::Postgres(_) => {
                "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'"
            }
        };
        let columns = self.texts(columns).await;
        assert!(columns.len() > 100, "every table is looked through: {columns:?}");
        let mut found = Vec::new();
        for place in columns {
            let (table, column) = place.split_once('.').unwrap();
            let like = match self {
                Self::Sqlite(_) => format!("instr(lower(hex(cast(\"{column}\" as blob))), '{hex}') > 0"),
                Self::Postgres(_) => {
                    format!("\"{column}\"::text like '%{text}%' or \"{column}\"::text like '%{hex}%'")
                }
            };
            let query = format!("select 'found' from \"{table}\" where {like} limit 1");
            if !self.texts(&query).await.is_empty() {
                found.push(place);
            }
        }
        found
    }
}
