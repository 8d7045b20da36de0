//! What a first plan begins with: templates per kind of project 项目模板, and the questions 提问 of the first meeting.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use luodi_domain::attribute::{Answer, Answers, Attribute, Quantity};
use luodi_domain::plan::{Question, Template};
use luodi_domain::words::Words;
use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

const TEMPLATES: &str = include_str!("../../data/first_plan/templates.toml");
const QUESTIONS: &str = include_str!("../../data/first_plan/questions.toml");

static FIRST_PLAN: LazyLock<Result<FirstPlan, FirstPlanError>> = LazyLock::new(|| read(TEMPLATES, QUESTIONS));

/// What a first plan begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstPlan {
    /// Templates per kind of project, in the order of the file.
    pub templates: Vec<Template>,
    /// The questions, in the order in which they are asked; every attribute belongs to one.
    pub questions: Vec<Question>,
}

/// Why a file cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FirstPlanError {
    /// It is not TOML, or not in this form.
    #[error("{file}: {reason}")]
    Form {
        /// In which file.
        file: &'static str,
        /// What is wrong, with its line.
        reason: String,
    },
    /// A value that something cannot have.
    #[error("{file}:{line}: {found}")]
    Value {
        /// In which file.
        file: &'static str,
        /// In which line, from 1.
        line: usize,
        /// What was found.
        found: String,
    },
}

/// What comes with the product. A test reads it, so that a release has one without faults.
pub fn built_in() -> Result<&'static FirstPlan, &'static FirstPlanError> {
    FIRST_PLAN.as_ref()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    base: Vec<BaseForm>,
    template: Vec<TemplateForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BaseForm {
    code: String,
    answers: BTreeMap<Spanned<String>, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateForm {
    code: String,
    zh: String,
    en: String,
    bases: Vec<Spanned<String>>,
    answers: BTreeMap<Spanned<String>, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionFile {
    question: Vec<QuestionForm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionForm {
    zh: String,
    en: String,
    attributes: Vec<Spanned<String>>,
}

/// A file being read.
#[derive(Clone, Copy)]
struct File {
    name: &'static str,
    text: &'static str,
}

impl File {
    fn parse<T: for<'de> Deserialize<'de>>(self) -> Result<T, FirstPlanError> {
        toml::from_str(self.text)
            .map_err(|error| FirstPlanError::Form { file: self.name, reason: error.to_string() })
    }

    fn wrong(self, at: &Spanned<String>, found: impl Into<String>) -> FirstPlanError {
        let before = self.text.get(..at.span().start).unwrap_or_default();
        FirstPlanError::Value { file: self.name, line: before.matches('\n').count() + 1, found: found.into() }
    }

    fn attribute(self, key: &Spanned<String>) -> Result<Attribute, FirstPlanError> {
        let found = Attribute::parse(key.get_ref());
        found.ok_or_else(|| self.wrong(key, format!("there is no attribute {:?}", key.get_ref())))
    }

    fn answers(self, form: &BTreeMap<Spanned<String>, toml::Value>) -> Result<Answers, FirstPlanError> {
        let answered = |(key, value): (&Spanned<String>, &toml::Value)| {
            let attribute = self.attribute(key)?;
            let answer = match value {
                toml::Value::Boolean(set) => Some(Answer::Flag(*set)),
                toml::Value::String(code) => attribute.choice(code).map(Answer::Choice),
                toml::Value::Integer(number) => Quantity::parse(&number.to_string()).ok().map(Answer::Number),
                _ => None,
            };
            let answer = answer.filter(|answer| attribute.takes(*answer));
            let wrong = || self.wrong(key, format!("{attribute} cannot be {value}"));
            Ok((attribute, answer.ok_or_else(wrong)?))
        };
        form.iter().map(answered).collect()
    }
}

fn read(templates: &'static str, questions: &'static str) -> Result<FirstPlan, FirstPlanError> {
    let file = File { name: "templates.toml", text: templates };
    let form: TemplateFile = file.parse()?;
    let mut bases = BTreeMap::new();
    for base in &form.base {
        bases.insert(base.code.as_str(), file.answers(&base.answers)?);
    }
    let template = |form: &TemplateForm| {
        let mut answers = Answers::new();
        for base in &form.bases {
            let found = bases.get(base.get_ref().as_str());
            let wrong = || file.wrong(base, format!("there is no base {:?}", base.get_ref()));
            answers.extend(found.ok_or_else(wrong)?);
        }
        answers.extend(file.answers(&form.answers)?);
        Ok(Template { code: form.code.clone(), name: Words::new(&form.zh, &form.en), answers })
    };
    let templates = form.template.iter().map(template).collect::<Result<_, _>>()?;
    let file = File { name: "questions.toml", text: questions };
    let form: QuestionFile = file.parse()?;
    let mut asked = std::collections::BTreeSet::new();
    let mut question = |form: &QuestionForm| {
        let mut attributes = Vec::new();
        for key in &form.attributes {
            let attribute = file.attribute(key)?;
            if !asked.insert(attribute) {
                return Err(file.wrong(key, format!("{attribute} is asked twice")));
            }
            attributes.push(attribute);
        }
        Ok(Question { text: Words::new(&form.zh, &form.en), attributes })
    };
    let questions = form.question.iter().map(&mut question).collect::<Result<_, _>>()?;
    Ok(FirstPlan { templates, questions })
}
