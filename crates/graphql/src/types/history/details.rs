//! The fields of an event as keys and values: its canonical form, flattened.

use std::collections::BTreeMap;

use async_graphql::SimpleObject;
use luodi_app::read::Entry;
use luodi_domain::private::Private;
use serde_json::Value;

use super::private;
use crate::codes::PublicError;

/// A field of an event and its value. 留痕明细
#[derive(SimpleObject, Debug, PartialEq, Eq)]
pub(super) struct HistoryDetail {
    /// Where the field stands in the event, such as `stage` or `evidence[0].kind`. 字段
    pub(super) key: String,
    /// Its value as text: codes, global ids, dates, amounts in fen; null when erased. 取值
    pub(super) value: Option<String>,
    /// Whether the value was erased on request (个人信息保护法). 是否已删除
    pub(super) erased: bool,
}

/// The fields of an entry's event that have a value.
pub(super) fn of(entry: &Entry) -> Result<Vec<HistoryDetail>, PublicError> {
    let mut canonical: Value = serde_json::from_str(&entry.canonical).map_err(PublicError::internal)?;
    Ok(flat(&canonical["data"].take(), &private::texts(&entry.event)))
}

/// Whether a field of an event says which permits were missing, or that some were.
pub(super) fn tells_gaps(key: &str) -> bool {
    key == "gate" || key.starts_with("gaps[")
}

/// Whether a field of an event about permits that stand for one another tells of the project's own permit alone.
pub(super) fn tells_own(key: &str) -> bool {
    matches!(key, "permit" | "on") || key.starts_with("by.stands.")
}

fn flat(data: &Value, texts: &BTreeMap<String, &Private>) -> Vec<HistoryDetail> {
    let mut details = Vec::new();
    walk(String::new(), data, texts, &mut details);
    details
}

fn walk(path: String, value: &Value, texts: &BTreeMap<String, &Private>, details: &mut Vec<HistoryDetail>) {
    if let Some(private) = texts.get(&path) {
        let value = private.text().map(str::to_owned);
        details.push(HistoryDetail { key: path, value, erased: private.is_erased() });
        return;
    }
    let text = match value {
        Value::Null => return,
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(format!("{path}[{index}]"), item, texts, details);
            }
            return;
        }
        Value::Object(fields) => {
            let dot = if path.is_empty() { "" } else { "." };
            for (key, field) in fields {
                walk(format!("{path}{dot}{key}"), field, texts, details);
            }
            return;
        }
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    };
    details.push(HistoryDetail { key: path, value: Some(text), erased: false });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_has_a_place_and_erased_ones_are_null() {
        let digest = |kind: &str| json!({"digest": "ab", "kind": kind});
        let data = json!({
            "kind": "STARTED",
            "works": null,
            "evidence": [{"kind": "PHOTO", "note": digest("TEXT")}, {"kind": "OTHER", "note": digest("TEXT")}],
            "with_gaps": true,
            "amount_fen": 12,
            "pairs": [["a", "b"]],
        });
        let (kept, gone) = (Private::new("桩基"), Private::erased());
        let texts = [("evidence[0].note".to_owned(), &kept), ("evidence[1].note".to_owned(), &gone)].into();
        let shown: Vec<String> = flat(&data, &texts)
            .into_iter()
            .map(|detail| {
                let erased = if detail.erased { " (erased)" } else { "" };
                format!("{}={}{erased}", detail.key, detail.value.as_deref().unwrap_or("null"))
            })
            .collect();
        assert_eq!(
            shown,
            [
                "amount_fen=12",
                "evidence[0].kind=PHOTO",
                "evidence[0].note=桩基",
                "evidence[1].kind=OTHER",
                "evidence[1].note=null (erased)",
                "kind=STARTED",
                "pairs[0][0]=a",
                "pairs[0][1]=b",
                "with_gaps=true",
            ]
        );
    }
}
