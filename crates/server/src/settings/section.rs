//! A section of the file whose settings come from the environment as text.

use figment::Figment;
use figment::providers::Serialized;

use super::PREFIX;

/// The settings of one section.
pub(super) struct Section {
    /// What it is called in the file; in the environment, with capitals.
    pub(super) name: &'static str,
    /// The names of its settings.
    pub(super) keys: &'static [&'static str],
}

impl Section {
    /// Adds what the environment says, as text: an id may well look like a number.
    pub(super) fn read_environment(&self, figment: Figment) -> Figment {
        self.keys.iter().fold(figment, |figment, key| match std::env::var(self.variable(key)) {
            Ok(value) => figment.merge(Serialized::default(&format!("{}.{key}", self.name), value)),
            Err(_) => figment,
        })
    }

    /// Whether a variable of the environment is one of these settings.
    pub(super) fn knows(&self, variable: &str) -> bool {
        self.keys.iter().any(|key| self.variable(key) == variable)
    }

    fn variable(&self, key: &str) -> String {
        format!("{PREFIX}{}_{}", self.name.to_ascii_uppercase(), key.to_ascii_uppercase())
    }
}

#[cfg(test)]
impl Section {
    /// A setting that it does not name would not be read from the environment.
    #[track_caller]
    pub(super) fn assert_has_every_key_of(&self, settings: impl serde::Serialize) {
        let all = Figment::from(Serialized::defaults(settings)).extract::<figment::value::Dict>().unwrap();
        let mut keys = self.keys.to_vec();
        keys.sort_unstable();
        assert_eq!(all.keys().collect::<Vec<_>>(), keys);
    }
}
