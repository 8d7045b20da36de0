//! The parameters of a request, from a JSON body or a query string.

use async_graphql::{Value, Variables};
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::refusal::Refusal;
use crate::limits::{
    input::{check_nesting, check_text, check_variables},
    scan::scan,
};

/// What to run. Checked for NUL and for the limits on text.
#[derive(Debug, PartialEq)]
pub(super) struct Params {
    pub(super) query: String,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Variables,
}

/// Unknown members are ignored, as the specification asks; `extensions` is read only to check its type.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Raw {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<serde_json::Map<String, serde_json::Value>>,
    extensions: Option<serde_json::Map<String, serde_json::Value>>,
}

impl Params {
    /// Reads a JSON body.
    pub(super) fn from_body(body: &[u8]) -> Result<Self, Refusal> {
        let text = std::str::from_utf8(body).map_err(|_| Refusal::NotUtf8)?;
        // serde would read a struct from an array too, so batches are looked for first.
        match text.trim_ascii_start().bytes().next() {
            Some(b'[') => return Err(Refusal::Batch),
            Some(b'{') => {}
            _ => return Err(Refusal::NotAnObject),
        }
        check_nesting(text)?;
        let raw: Raw = serde_json::from_str(text).map_err(|error| match error.classify() {
            serde_json::error::Category::Data => Refusal::Parameter,
            _ => Refusal::NotJson,
        })?;
        raw.check()
    }

    /// Reads the query string of a GET.
    pub(super) fn from_query_string(text: &str) -> Result<Self, Refusal> {
        let mut raw = Raw::default();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decode(value)?;
            let fresh = match decode(name)?.as_str() {
                "query" => raw.query.replace(value).is_none(),
                "operationName" => raw.operation_name.replace(value).is_none(),
                "variables" => set_map(&mut raw.variables, &value)?,
                "extensions" => set_map(&mut raw.extensions, &value)?,
                _ => true,
            };
            if !fresh {
                return Err(Refusal::Parameter);
            }
        }
        raw.check()
    }
}

impl Raw {
    fn check(self) -> Result<Params, Refusal> {
        let query = self.query.ok_or(Refusal::MissingQuery)?;
        scan(&query)?;
        // An empty name means none, in forms and query strings.
        let operation_name = self.operation_name.filter(|name| !name.is_empty());
        operation_name.as_deref().map_or(Ok(()), check_text)?;
        let variables = serde_json::Value::Object(self.variables.unwrap_or_default());
        let variables = Variables::from_value(Value::from_json(variables).map_err(|_| Refusal::Parameter)?);
        check_variables(&variables)?;
        Ok(Params { query, operation_name, variables })
    }
}

type Map = serde_json::Map<String, serde_json::Value>;

/// Fills a parameter that is JSON within the query string; an empty one is as good as none.
fn set_map(into: &mut Option<Map>, text: &str) -> Result<bool, Refusal> {
    let map = if text.is_empty() {
        Map::new()
    } else {
        check_nesting(text)?;
        serde_json::from_str::<Option<Map>>(text).map_err(|_| Refusal::Parameter)?.unwrap_or_default()
    };
    Ok(into.replace(map).is_none())
}

/// Decodes `application/x-www-form-urlencoded`, refusing what is not UTF-8.
fn decode(text: &str) -> Result<String, Refusal> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| Refusal::NotUtf8)?;
    Ok(decoded.into_owned())
}
