//! What a first plan begins with: it comes with the product and is the same for everybody.

use luodi_domain::plan::{Question, Template};
use luodi_reference::first_plan::built_in;

/// Templates per kind of project 项目模板.
pub fn templates() -> &'static [Template] {
    built_in().map_or(&[], |first| &first.templates)
}

/// The template of this code.
pub fn template(code: &str) -> Option<&'static Template> {
    templates().iter().find(|template| template.code == code)
}

/// The questions of the first meeting 首次对接的问题.
pub fn questions() -> &'static [Question] {
    built_in().map_or(&[], |first| &first.questions)
}
