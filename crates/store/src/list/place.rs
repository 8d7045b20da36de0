//! A place in a sorted list: the values of its sort keys, and the id.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

use super::order::{Direction, Kind, List, Order, SortKey};
use crate::db::Value;
use crate::search::MAX_SORT_KEY;

/// Most bytes of the text of a place: a name's sort key, and 512 for all that is short, which is the list, its order, the
/// id and a value for every other sort key.
pub const MAX_PLACE: usize = MAX_SORT_KEY + 512;

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The values of the order's keys, in their order.
    pub(super) values: Vec<Value>,
    /// The row.
    pub(super) id: Uuid,
}

/// The text is not a place in this list, sorted like this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a place in this list in this order")]
pub struct PlaceError;

impl Place {
    /// Its text: the list and the order, so that it is not read in another or one sorted otherwise, the values and
    /// the id.
    pub(super) fn write<L: List>(&self, order: &[Order<L::Key>]) -> String {
        let mut parts = vec![Json::String(signature::<L>(order))];
        parts.extend(self.values.iter().map(to_json));
        parts.push(Json::String(self.id.to_string()));
        Json::Array(parts).to_string()
    }

    /// Reads a text that [`Place::write`] made for the same list in the same order.
    pub(super) fn read<L: List>(text: &str, order: &[Order<L::Key>]) -> Result<Self, PlaceError> {
        let parts: Vec<Json> = serde_json::from_str(text).map_err(|_| PlaceError)?;
        let [Json::String(written), values @ .., Json::String(id)] = parts.as_slice() else {
            return Err(PlaceError);
        };
        if *written != signature::<L>(order) || values.len() != order.len() {
            return Err(PlaceError);
        }
        let values = values.iter().zip(order).map(|(value, one)| from_json(value, one.key));
        Ok(Self {
            values: values.collect::<Result<_, _>>()?,
            id: Uuid::parse_str(id).map_err(|_| PlaceError)?,
        })
    }
}

fn signature<L: List>(order: &[Order<L::Key>]) -> String {
    let mut text = L::TABLE.to_owned();
    for one in order {
        text.push(match one.direction {
            Direction::Ascending => '+',
            Direction::Descending => '-',
        });
        text.push_str(one.key.name());
    }
    text
}

fn to_json(value: &Value) -> Json {
    let text = match value {
        Value::Int(Some(number)) => return Json::from(*number),
        Value::Text(Some(text)) => text.clone(),
        Value::Date(Some(date)) => date.to_string(),
        Value::Instant(Some(instant)) => instant.to_rfc3339_opts(SecondsFormat::Micros, true),
        Value::Uuid(Some(id)) => id.to_string(),
        _ => return Json::Null,
    };
    Json::String(text)
}

fn from_json<K: SortKey>(value: &Json, key: K) -> Result<Value, PlaceError> {
    let text = || value.as_str().ok_or(PlaceError);
    let null = value.is_null();
    if null && !key.optional() {
        return Err(PlaceError);
    }
    let value = match key.kind() {
        Kind::Int => Value::Int(if null { None } else { Some(value.as_i64().ok_or(PlaceError)?) }),
        Kind::Text if null => Value::Text(None),
        Kind::Text => Value::Text(Some(text()?.to_owned())),
        Kind::Date if null => Value::Date(None),
        Kind::Date => Value::Date(Some(text()?.parse::<NaiveDate>().map_err(|_| PlaceError)?)),
        Kind::Instant if null => Value::Instant(None),
        Kind::Instant => Value::Instant(Some(text()?.parse::<DateTime<Utc>>().map_err(|_| PlaceError)?)),
        Kind::Uuid if null => Value::Uuid(None),
        Kind::Uuid => Value::Uuid(Some(Uuid::parse_str(text()?).map_err(|_| PlaceError)?)),
    };
    value.storable().map_err(|_| PlaceError)
}

/// Whether a value is there.
pub(super) const fn is_null(value: &Value) -> bool {
    matches!(
        value,
        Value::Uuid(None)
            | Value::Text(None)
            | Value::Int(None)
            | Value::Bool(None)
            | Value::Date(None)
            | Value::Time(None)
            | Value::Instant(None)
            | Value::Bytes(None)
    )
}
