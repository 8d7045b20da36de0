//! Statements: static text in the dialect both databases share, written once.

use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};

/// Which of the two databases a connection leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded default.
    Sqlite,
    /// For several replicas, or a city and more.
    Postgres,
}

/// A statement with `$1` placeholders. `statements!` declares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stmt {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    arity: usize,
}

/// Largest number of ids in one statement; more are sent in chunks.
pub(super) const LIST_MAX: usize = 256;

/// List lengths that have a text of their own, so that a list statement is prepared five times at most.
const LIST_SIZES: [usize; 5] = [1, 4, 16, 64, LIST_MAX];

const IDS: &str = "{ids}";

/// How long a list of so many is made by repeating its last, so that statements over lists have few texts.
pub(crate) fn padded(length: usize) -> usize {
    LIST_SIZES.into_iter().find(|size| *size >= length).unwrap_or(LIST_MAX)
}

impl Stmt {
    /// One text for both databases.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self::per_database(name, sql, sql)
    }

    /// The text for a database.
    #[cfg(test)]
    pub(crate) const fn text(self, dialect: Dialect) -> &'static str {
        match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        }
    }

    /// Two texts, for what the dialects cannot share: claiming a job, full-text search, locks, wake-up.
    ///
    /// # Panics
    /// When the two texts take different numbers of values; in a constant, it does not compile.
    pub const fn per_database(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        let arity = placeholders(sqlite);
        assert!(arity == placeholders(postgres), "both texts take the same values");
        Self { name, sqlite, postgres, arity }
    }
}

/// A statement over a list of ids: `{ids}` stands for the list, after the leading values `$1` … `$k`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListStmt {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    leading: usize,
}

impl ListStmt {
    /// `sql` with its list; `name` appears in traces and counts.
    ///
    /// # Panics
    /// Without exactly one `{ids}`; in a constant, it does not compile.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self::per_database(name, sql, sql)
    }

    /// Two texts, for what the dialects cannot share.
    ///
    /// # Panics
    /// When either has not exactly one `{ids}`, or they take different leading values.
    pub const fn per_database(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        assert!(occurrences(sqlite, IDS) == 1, "a list statement holds {{ids}} exactly once");
        assert!(occurrences(postgres, IDS) == 1, "a list statement holds {{ids}} exactly once");
        let leading = placeholders(sqlite);
        assert!(leading == placeholders(postgres), "both texts take the same values");
        Self { name, sqlite, postgres, leading }
    }

    /// The statement for `ids` ids (at most 256), with the number of values to pad the list to.
    pub(super) fn of_len(&self, dialect: Dialect, ids: usize) -> (BuiltStmt, usize) {
        let sql = match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        };
        let padded = padded(ids);
        let list = (1..=padded).map(|n| format!("${}", self.leading + n)).collect::<Vec<_>>().join(", ");
        (BuiltStmt::new(self.name, sql.replacen(IDS, &list, 1)), padded)
    }
}

/// A statement put together at run time, for lists that the caller filters or sorts.
///
/// Its text must come from static pieces only; what a caller sends is bound as a value, never written into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuiltStmt {
    name: &'static str,
    sql: String,
    arity: usize,
    persistent: bool,
}

impl BuiltStmt {
    /// A statement named `name` in traces and counts, of a few texts: each connection keeps it prepared.
    pub fn new(name: &'static str, sql: String) -> Self {
        let arity = placeholders(&sql);
        Self { name, sql, arity, persistent: true }
    }

    /// One whose text is seldom the same, as those that callers shape: kept prepared, they would crowd out the others.
    pub fn once(name: &'static str, sql: String) -> Self {
        Self { persistent: false, ..Self::new(name, sql) }
    }
}

/// Something that can be sent: [`Stmt`] or [`BuiltStmt`].
pub trait Statement: Send {
    /// The text to send, with what is to be checked and recorded about it.
    fn query(self, dialect: Dialect) -> Query;
}

/// A text ready to be sent to one database.
#[derive(Debug)]
pub struct Query {
    pub(super) name: &'static str,
    pub(super) sql: SqlStr,
    pub(super) arity: usize,
    /// Whether the connection keeps it prepared.
    pub(super) persistent: bool,
}

impl Statement for Stmt {
    fn query(self, dialect: Dialect) -> Query {
        let sql = match dialect {
            Dialect::Sqlite => self.sqlite,
            Dialect::Postgres => self.postgres,
        };
        Query { name: self.name, sql: sql.into_sql_str(), arity: self.arity, persistent: true }
    }
}

impl Statement for BuiltStmt {
    fn query(self, _: Dialect) -> Query {
        // Safe by the contract of `BuiltStmt`; the only place where a text is not a literal.
        let Self { name, sql, arity, persistent } = self;
        Query { name, sql: AssertSqlSafe(sql).into_sql_str(), arity, persistent }
    }
}

/// One entry of a module's `ALL`: what a test prepares on both databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StmtText {
    /// A plain statement.
    One(Stmt),
    /// A statement over a list of ids.
    List(ListStmt),
}

impl StmtText {
    /// The statement as it is sent, a list at its largest, where a limit on placeholders would show.
    pub(super) fn query(self, dialect: Dialect) -> Query {
        match self {
            Self::One(stmt) => stmt.query(dialect),
            Self::List(list) => list.of_len(dialect, LIST_MAX).0.query(dialect),
        }
    }
}

/// The highest `$n` of a text. Literals are not told apart: a `$1` inside quotes counts, so do not write one.
const fn placeholders(sql: &str) -> usize {
    let bytes = sql.as_bytes();
    let (mut highest, mut i) = (0, 0);
    while i < bytes.len() {
        if bytes[i] == b'$' {
            let mut n = 0;
            while i + 1 < bytes.len() && bytes[i + 1].is_ascii_digit() {
                n = n * 10 + (bytes[i + 1] - b'0') as usize;
                i += 1;
            }
            if n > highest {
                highest = n;
            }
        }
        i += 1;
    }
    highest
}

const fn occurrences(text: &str, part: &str) -> usize {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    let (mut found, mut i) = (0, 0);
    while i + part.len() <= text.len() {
        let mut same = 0;
        while same < part.len() && text[i + same] == part[same] {
            same += 1;
        }
        if same == part.len() {
            found += 1;
        }
        i += 1;
    }
    found
}

/// Declares a module's statements and, for the tests, lists them in `ALL`, so that one can prepare each on both
/// databases.
///
/// ```
/// # mod project {
/// luodi_store::statements! {
///     /// A project by its id.
///     pub(crate) LOAD = "select id, name from project where id = $1";
///     /// The projects of some counties, a page at a time.
///     pub(crate) list OF_COUNTIES = "select id, name from project where id > $1 and county_id in ({ids})";
///     /// A project, held until the transaction ends; SQLite has one writer anyway.
///     pub(crate) LOCK = {
///         sqlite: "select id from project where id = $1",
///         postgres: "select id from project where id = $1 for update",
///     };
/// }
/// # }
/// ```
#[macro_export]
macro_rules! statements {
    ($($body:tt)*) => {
        $crate::__statement_each! { $($body)* }

        /// Every statement of this module, by name, for the test that prepares them.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, $crate::db::StmtText)] = $crate::__statement_names! { [] $($body)* };
    };
}

/// One constant per entry of [`statements!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __statement_each {
    () => {};
    ($(#[$doc:meta])* $vis:vis list $name:ident = { sqlite: $sqlite:expr, postgres: $postgres:expr $(,)? };
     $($rest:tt)*) => {
        $(#[$doc])*
        $vis const $name: $crate::db::ListStmt =
            $crate::db::ListStmt::per_database(stringify!($name), $sqlite, $postgres);
        $crate::__statement_each! { $($rest)* }
    };
    ($(#[$doc:meta])* $vis:vis list $name:ident = $sql:expr; $($rest:tt)*) => {
        $(#[$doc])*
        $vis const $name: $crate::db::ListStmt = $crate::db::ListStmt::new(stringify!($name), $sql);
        $crate::__statement_each! { $($rest)* }
    };
    ($(#[$doc:meta])* $vis:vis $name:ident = { sqlite: $sqlite:expr, postgres: $postgres:expr $(,)? }; $($rest:tt)*) => {
        $(#[$doc])*
        $vis const $name: $crate::db::Stmt =
            $crate::db::Stmt::per_database(stringify!($name), $sqlite, $postgres);
        $crate::__statement_each! { $($rest)* }
    };
    ($(#[$doc:meta])* $vis:vis $name:ident = $sql:expr; $($rest:tt)*) => {
        $(#[$doc])*
        $vis const $name: $crate::db::Stmt = $crate::db::Stmt::new(stringify!($name), $sql);
        $crate::__statement_each! { $($rest)* }
    };
}

/// The registry of [`statements!`], gathered entry by entry.
#[doc(hidden)]
#[macro_export]
macro_rules! __statement_names {
    ([$($done:tt)*]) => { &[$($done)*] };
    ([$($done:tt)*] $(#[$doc:meta])* $vis:vis list $name:ident = { $($texts:tt)* }; $($rest:tt)*) => {
        $crate::__statement_names! {
            [$($done)* (stringify!($name), $crate::db::StmtText::List($name)),] $($rest)*
        }
    };
    ([$($done:tt)*] $(#[$doc:meta])* $vis:vis list $name:ident = $sql:expr; $($rest:tt)*) => {
        $crate::__statement_names! {
            [$($done)* (stringify!($name), $crate::db::StmtText::List($name)),] $($rest)*
        }
    };
    ([$($done:tt)*] $(#[$doc:meta])* $vis:vis $name:ident = { $($texts:tt)* }; $($rest:tt)*) => {
        $crate::__statement_names! {
            [$($done)* (stringify!($name), $crate::db::StmtText::One($name)),] $($rest)*
        }
    };
    ([$($done:tt)*] $(#[$doc:meta])* $vis:vis $name:ident = $sql:expr; $($rest:tt)*) => {
        $crate::__statement_names! {
            [$($done)* (stringify!($name), $crate::db::StmtText::One($name)),] $($rest)*
        }
    };
}
