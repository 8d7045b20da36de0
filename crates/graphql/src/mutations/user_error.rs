//! What a refusal is to a client.

use async_graphql::SimpleObject;
use luodi_domain::refusal::{Fact, Refusal, Segment};

use super::UserErrorCode;
use crate::inputs::Renamed;
use crate::language::Language;
use crate::messages::{self, PermitNames};

/// Why a mutation did nothing: something that the caller can act on. 错误
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct UserError {
    /// The rule that refused. The list is closed; a new rule is announced. 错误代码
    code: UserErrorCode,
    /// The way to the input field, from `input` on; places in lists count from 0. 字段路径
    path: Vec<String>,
    /// What was refused, by which rule, and what to do, in the caller's language (Accept-Language: zh or en). 说明
    message: String,
    /// The facts in the message, for programs. A name that stands for several things comes once per thing. 参数
    params: Vec<Param>,
}

/// A fact in an error. 参数
#[derive(Debug, Clone, PartialEq, Eq, SimpleObject)]
pub struct Param {
    /// Its name, such as `from`, `attempted` or `permits`. 名称
    name: String,
    /// Its value: a code, a number, a day, an id, or text. 值
    value: String,
}

impl UserError {
    /// The refusal in a language. Fields that the domain calls otherwise than the input are renamed.
    pub(super) fn new(
        language: Language,
        refusal: &Refusal,
        renamed: &[Renamed],
        permits: &PermitNames,
    ) -> Self {
        let segments = renamed_path(&refusal.at, renamed);
        let message = messages::refusal(language, refusal, &segments, permits);
        let steps = segments.iter().map(|segment| match segment {
            Segment::Field(name) => (*name).to_owned(),
            Segment::Index(index) => index.to_string(),
        });
        Self {
            code: refusal.rule.into(),
            path: std::iter::once("input".to_owned()).chain(steps).collect(),
            message,
            params: refusal.facts.iter().flat_map(|(name, fact)| params(language, name, fact)).collect(),
        }
    }
}

fn params(language: Language, name: &str, fact: &Fact) -> Vec<Param> {
    let values = match fact {
        Fact::Text(text) => vec![text.clone()],
        Fact::Term(_, code) => vec![(*code).to_owned()],
        Fact::Number(number) => vec![number.to_string()],
        Fact::Date(date) => vec![date.to_string()],
        Fact::Words(words) => vec![language.words(words.clone())],
        Fact::Permits(permits) => permits.iter().map(ToString::to_string).collect(),
        Fact::Fields(fields) => fields.iter().map(|field| (*field).to_owned()).collect(),
    };
    values.into_iter().map(|value| Param { name: name.to_owned(), value }).collect()
}

fn renamed_path(at: &[Segment], renamed: &[Renamed]) -> Vec<Segment> {
    let Some((first @ Segment::Field(name), rest)) = at.split_first() else { return at.to_vec() };
    let way = renamed.iter().find(|(domain, _)| domain == name).map(|(_, way)| *way);
    let first: Vec<Segment> = match way {
        Some(way) => way.iter().map(|field| Segment::Field(field)).collect(),
        None => vec![*first],
    };
    first.into_iter().chain(rest.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_spelled_as_the_input_spells_them() {
        #[track_caller]
        fn check(at: &[Segment], expected: &[Segment]) {
            let renamed: [Renamed; 1] = [("name", &["item", "name"])];
            assert_eq!(renamed_path(at, &renamed), expected);
        }
        use Segment::{Field, Index};
        check(&[], &[]);
        check(&[Field("name")], &[Field("item"), Field("name")]);
        check(&[Field("contact"), Field("name")], &[Field("contact"), Field("name")]);
        check(&[Field("name"), Index(2)], &[Field("item"), Field("name"), Index(2)]);
        check(&[Field("codes"), Index(0), Field("code")], &[Field("codes"), Index(0), Field("code")]);
    }
}
