//! Templates and questions that come with the product, and mistakes in them.

use super::*;

#[test]
fn every_attribute_is_asked_once_by_eight_questions() {
    let first = built_in().unwrap();
    assert_eq!(first.questions.len(), 8);
    let asked: std::collections::BTreeSet<_> =
        first.questions.iter().flat_map(|question| question.attributes.iter().copied()).collect();
    let missing: Vec<_> = Attribute::ALL.iter().filter(|attribute| !asked.contains(attribute)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let codes: Vec<&str> = first.templates.iter().map(|template| template.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "WIND_FARM",
            "SOLAR_FARM",
            "DATA_CENTRE",
            "FOOD_PLANT",
            "CHEMICAL_PLANT",
            "FARM",
            "HOTEL",
            "LEASED_WORKSHOP"
        ]
    );
}

#[test]
fn mistakes() {
    #[track_caller]
    fn check(was: &str, is: &str, expected: &str) {
        let (templates, questions) = (TEMPLATES.replacen(was, is, 1), QUESTIONS.replacen(was, is, 1));
        assert!(templates != TEMPLATES || questions != QUESTIONS, "{was}");
        let found = read(templates.leak(), questions.leak()).unwrap_err().to_string();
        assert!(found.contains(expected), "{found} is not {expected}");
    }
    check(
        "answers = { technology = \"NONE\" }",
        "answers = { techno = \"NONE\" }",
        "templates.toml:11: there is no attribute \"techno\"",
    );
    check(
        "technology = \"NONE\"",
        "technology = \"SOME\"",
        "templates.toml:11: technology cannot be \"SOME\"",
    );
    check("racks = 0", "racks = -1", "templates.toml:23: racks cannot be -1");
    check("racks = 0", "racks = 0.5", "templates.toml:23: racks cannot be 0.5");
    check("hotel = false", "hotel = 1", "templates.toml:19: hotel cannot be 1");
    check(
        "\"NO_HAZARD\", \"NO_FOOD\"",
        "\"NO_DANGER\", \"NO_FOOD\"",
        "templates.toml:33: there is no base \"NO_DANGER\"",
    );
    check("zh = \"风电场\"", "zh = \"风电场\"\ncolour = \"red\"", "unknown field `colour`");
    check("\"funds\", ", "\"approval_mode\", ", "questions.toml:8: approval_mode is asked twice");
    check("\"in_park\", ", "\"park\", ", "questions.toml:24: there is no attribute \"park\"");
}
