//! The two catalogues, embedded.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::language::Language;

/// The texts of one language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Catalogue {
    /// One template for each rule, by its code.
    pub(super) rules: BTreeMap<String, String>,
    /// Vocabularies by name, each with a term for every code.
    pub(super) terms: BTreeMap<String, BTreeMap<String, String>>,
    /// What the value of an input field must look like, for those that can be of a wrong form.
    pub(super) forms: BTreeMap<String, String>,
    /// What input fields are called.
    pub(super) fields: BTreeMap<String, String>,
}

// An unreadable catalogue would fall back to codes here; a test holds both to be readable and complete.
static ZH: LazyLock<Catalogue> =
    LazyLock::new(|| toml::from_str(include_str!("zh.toml")).unwrap_or_default());
static EN: LazyLock<Catalogue> =
    LazyLock::new(|| toml::from_str(include_str!("en.toml")).unwrap_or_default());

impl Catalogue {
    /// The texts in a language.
    pub(super) fn of(language: Language) -> &'static Self {
        language.pick(&ZH, &EN)
    }

    /// The term for a code, if the vocabulary has it.
    pub(super) fn term(&self, vocabulary: &str, code: &str) -> Option<&str> {
        self.terms.get(vocabulary)?.get(code).map(String::as_str)
    }
}
