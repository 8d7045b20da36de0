//! A text in both languages of the product.

/// A text for people, Chinese first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// A text whose parts are there in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// Several, one after another, each once.
    pub fn list(words: &[Self]) -> Self {
        let joined = |text: fn(&Self) -> &str, with: &str| {
            let mut told: Vec<&str> = Vec::new();
            for text in words.iter().map(text) {
                if !told.contains(&text) {
                    told.push(text);
                }
            }
            told.join(with)
        };
        Self { zh: joined(|words| &words.zh, "；"), en: joined(|words| &words.en, "; ") }
    }
}
