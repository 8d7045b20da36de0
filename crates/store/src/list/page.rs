//! One page of a filtered, sorted list.

use sea_query::{Cond, Condition, Expr, ExprTrait, Query, SelectStatement};
use uuid::Uuid;

use super::filter::{Filter, Term};
use super::order::{Direction, List, Order, SortKey, effective};
use super::place::{Place, PlaceError, is_null};
use super::sql::{build, column, literal};
use crate::db::{Conn, Record, StoreError, Value};

/// Which page of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging<L: List> {
    order: Vec<Order<L::Key>>,
    after: Option<Place>,
    limit: u32,
}

/// The rows of a page, each with its place, as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<I> {
    /// The rows and where they stand.
    pub rows: Vec<(I, String)>,
}

impl<L: List> Paging<L> {
    /// At most `limit` rows in this order, from the first or after this place.
    ///
    /// # Errors
    /// [`PlaceError`] when the place is not one of this list in this order.
    pub fn new(order: &[Order<L::Key>], after: Option<&str>, limit: u32) -> Result<Self, PlaceError> {
        let order = effective(order);
        let after = after.map(|text| Place::read::<L>(text, &order)).transpose()?;
        Ok(Self { order, after, limit })
    }

    /// The way of the first key, which the id follows, so that one index serves both ways.
    fn direction(&self) -> Direction {
        self.order.first().map_or(Direction::Ascending, |first| first.direction)
    }
}

/// How a list is read: the terms of its filters, and what is read to know where a row stands.
pub(super) trait Listing: List {
    /// The statement's name in traces and counts.
    const NAME: &'static str;
    /// What is read: the id and every sort key.
    const COLUMNS: &'static [&'static str];
    /// The terms of its filters.
    type Term: Term;
    /// The columns read.
    type Row: Record;

    /// The row's id.
    fn id(row: &Self::Row) -> Uuid;

    /// What a row is sorted by.
    fn value(row: &Self::Row, key: Self::Key) -> Value;
}

/// A page of ids.
pub(super) async fn page<L: Listing>(
    conn: &mut Conn<'_>,
    filter: &Filter<L::Term>,
    paging: &Paging<L>,
) -> Result<Page<Uuid>, StoreError> {
    let rows = rows::<L>(conn, filter, paging).await?;
    Ok(Page { rows: rows.into_iter().map(|(row, place)| (L::id(&row), place)).collect() })
}

/// A page of rows with their places. One statement, or two where a page reaches into the rows without a value.
pub(super) async fn rows<L: Listing>(
    conn: &mut Conn<'_>,
    filter: &Filter<L::Term>,
    paging: &Paging<L>,
) -> Result<Vec<(L::Row, String)>, StoreError> {
    let mut rows: Vec<L::Row> = Vec::new();
    for &part in Part::of(paging) {
        let missing = u64::from(paging.limit).saturating_sub(rows.len() as u64);
        if missing == 0 {
            break;
        }
        let (statement, values) =
            build(L::NAME, &select::<L>(filter, paging, part, missing), filter.is_open())?;
        rows.extend(conn.fetch_all::<L::Row>(statement, values).await?);
    }
    let placed = |row: L::Row| {
        let values = paging.order.iter().map(|one| L::value(&row, one.key)).collect();
        let place = Place { values, id: L::id(&row) }.write::<L>(&paging.order);
        (row, place)
    };
    Ok(rows.into_iter().map(placed).collect())
}

/// The statements of a page, for tests of their plans.
#[cfg(test)]
pub(super) fn explained<L: Listing>(
    filter: &Filter<L::Term>,
    paging: &Paging<L>,
) -> Result<Vec<(String, Vec<Value>)>, StoreError> {
    use sea_query::PostgresQueryBuilder;

    let mut statements = Vec::new();
    for &part in Part::of(paging) {
        let select = select::<L>(filter, paging, part, u64::from(paging.limit));
        let (_, values) = build(L::NAME, &select, filter.is_open())?;
        statements.push((select.clone().build(PostgresQueryBuilder).0, values));
    }
    Ok(statements)
}

/// How many rows pass the filter.
pub(super) async fn count<L: Listing>(
    conn: &mut Conn<'_>,
    name: &'static str,
    filter: &Filter<L::Term>,
) -> Result<i64, StoreError> {
    let mut select = Query::select();
    select.expr(Expr::cust("count(*)")).from(L::TABLE).cond_where(filter.condition());
    let (statement, values) = build(name, &select, filter.is_open())?;
    let (count,) = conn.fetch_one(statement, values).await?;
    Ok(count)
}

/// The rows that have a value for the first key come before those that have none; each part has an index of its own
/// order, which an expression over both would not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    Known,
    Unknown,
}

impl Part {
    fn of<L: List>(paging: &Paging<L>) -> &'static [Self] {
        let begun = paging.after.as_ref().and_then(|place| place.values.first());
        match paging.order.first() {
            Some(first) if first.key.optional() => match begun {
                Some(value) if is_null(value) => &[Self::Unknown],
                _ => &[Self::Known, Self::Unknown],
            },
            _ => &[Self::Whole],
        }
    }
}

fn select<L: Listing>(
    filter: &Filter<L::Term>,
    paging: &Paging<L>,
    part: Part,
    limit: u64,
) -> SelectStatement {
    let mut select = Query::select();
    select.from(L::TABLE).cond_where(filter.condition()).limit(limit);
    for name in L::COLUMNS {
        select.column((L::TABLE, *name));
    }
    let first = paging.order.first().map(|first| column(L::TABLE, first.key.column()));
    let skip = match (part, first) {
        (Part::Known, Some(first)) => {
            select.and_where(first.is_not_null());
            0
        }
        (Part::Unknown, Some(first)) => {
            select.and_where(first.is_null());
            1
        }
        _ => 0,
    };
    let keys = paging.order.get(skip..).unwrap_or_default();
    // A place among the known says nothing about the unknown: they all come after it.
    let within = paging
        .after
        .as_ref()
        .filter(|place| part != Part::Unknown || place.values.first().is_some_and(is_null));
    if let Some(place) = within {
        let values = place.values.get(skip..).unwrap_or_default();
        let behind =
            Behind { keys, values, id: place.id, last: paging.direction(), known: part == Part::Known };
        select.cond_where(behind.condition::<L>());
    }
    for (position, one) in keys.iter().enumerate() {
        let key = column(L::TABLE, one.key.column());
        if one.key.optional() && !(position == 0 && part == Part::Known) {
            select.order_by_expr(key.clone().is_null(), sea_query::Order::Asc);
        }
        select.order_by_expr(key, sql_order(one.direction));
    }
    if !keys.last().is_some_and(|last| last.key.unique()) {
        select.order_by_expr(column(L::TABLE, "id"), sql_order(paging.direction()));
    }
    select
}

const fn sql_order(direction: Direction) -> sea_query::Order {
    match direction {
        Direction::Ascending => sea_query::Order::Asc,
        Direction::Descending => sea_query::Order::Desc,
    }
}

/// Rows behind a place: equal in the first keys and beyond it in the next, for each key in turn, the id last.
struct Behind<'a, K> {
    keys: &'a [Order<K>],
    values: &'a [Value],
    id: Uuid,
    /// The way of the ids.
    last: Direction,
    /// Whether every row has a value for the first key.
    known: bool,
}

impl<K: SortKey> Behind<'_, K> {
    fn condition<L: List<Key = K>>(&self) -> Condition {
        let mut behind = Cond::any();
        let mut equal = Cond::all();
        for (position, (one, value)) in self.keys.iter().zip(self.values).enumerate() {
            let key = || column(L::TABLE, one.key.column());
            if is_null(value) {
                equal = equal.add(key().is_null());
                continue;
            }
            let mut further = Cond::any().add(beyond(key(), value.clone(), one.direction));
            if !self.is_known(position, *one) {
                further = further.add(key().is_null());
            }
            behind = behind.add(Cond::all().add(equal.clone()).add(further));
            equal = equal.add(key().eq(literal(value.clone())));
        }
        if !self.keys.last().is_some_and(|last| last.key.unique()) {
            behind = behind.add(equal.add(beyond(column(L::TABLE, "id"), self.id, self.last)));
        }
        let mut bounded = Cond::all().add(behind);
        // Says nothing new, but can be looked up in an index, which the alternatives together cannot.
        if let (Some(one), Some(value)) = (self.keys.first(), self.values.first())
            && self.is_known(0, *one)
            && !is_null(value)
        {
            let key = column(L::TABLE, one.key.column());
            bounded = bounded.add(match one.direction {
                Direction::Ascending => key.gte(literal(value.clone())),
                Direction::Descending => key.lte(literal(value.clone())),
            });
        }
        bounded
    }

    fn is_known(&self, position: usize, one: Order<K>) -> bool {
        !one.key.optional() || (position == 0 && self.known)
    }
}

fn beyond(key: Expr, value: impl Into<Value>, direction: Direction) -> Expr {
    match direction {
        Direction::Ascending => key.gt(literal(value)),
        Direction::Descending => key.lt(literal(value)),
    }
}
