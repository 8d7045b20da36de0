//! A first plan: templates per kind of project, and the few questions that an office asks at the first meeting.

use crate::attribute::{Answers, Attribute};
use crate::words::Words;

/// What is nearly always so with a kind of project 项目模板. A start that the office corrects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Its code, such as `WIND_FARM`.
    pub code: String,
    /// What it is called.
    pub name: Words,
    /// What is so.
    pub answers: Answers,
}

/// A plain question 提问 that several attributes answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub text: Words,
    /// The attributes that answer it.
    pub attributes: Vec<Attribute>,
}
