//! The page of one project as a console shows it: everything, in one request, within the limits.

use std::sync::Arc;

use serde_json::json;

use super::city::City;
use crate::language::Language;
use crate::limits::{MAX_COMPLEXITY, cost::Progress};

/// Everything about a project that has 68 entries in its history.
const PAGE: &str = "{
  id name otherNames { __typename } track stage stageSince standing version projectCode labels industry chain createdAt updatedAt
  withdrawnOn
  codes { __typename } credits { __typename } attributes { __typename } pause { __typename }
  agreedInvestment { amount wan } plannedStart { code raw } plannedProduction { code raw }
  province { name } city { name } county { name } park { name } originatingAgency { name }
  landingSpecialist { name phone } leaderInCharge { name }
  currentStep { kind openedOn dueOn responsible { name } supervising { name } assisting { name } }
  stageVisits { stage enteredOn leftOn step { dueOn closedOn responsible { name } } }
  permits {
    id typeCode name level phase status preparation { __typename } agency { name } gap { since stage } ruledOut { __typename } elapsed { holder days }
    step { dueOn responsible { name } supervising { name } assisting { name } }
    cases { id state number openedOn acceptedOn decidedOn agency { name } handler { __typename }
      clock { state deemedAcceptedOn { on provisional } pauses { kind from to event { opinion } }
        legal { days unit verified extendedBy deadline { on provisional } used paused remaining overdue alert }
        promised { days unit verified extendedBy deadline { on provisional } used paused remaining overdue alert } cure { since due { on } curedOn givenUpOn late lateBy }
        legs { kind agency { name } due { on provisional } took paused late lateBy } }
      legs { kind sentOn dueOn doneOn agency { name } } events { id kind occurredOn opinion } }
  }
  parties { role since until enterprise { name } contact { __typename } }
  agreements { kind title number signedOn endedOn amount { wan } supersedes { id } }
  milestones { kind occurredOn evidence { note } works }
  permitGaps { since stage permit { name } } phases { id name stage } phaseOf { id name }
  history(first: 68) { totalCount pageInfo { hasNextPage endCursor }
    nodes { sequence eventType summary occurredOn recordedAt reason actor { name } } }
}";

#[tokio::test]
async fn a_whole_project_fits_into_one_request() {
    let city = City::with(1).await;
    let document = format!("{{ project(by: {{ id: \"{}\" }}) {PAGE} }}", city.projects[0].project);
    let data = city.data(&document).await;
    assert!(data["project"]["history"]["totalCount"].as_u64() > Some(3), "{data}");
    assert!(data["project"]["permits"][0]["cases"][0]["legs"].is_array(), "{data}");

    // Three times is too much, and is told so in numbers.
    let id = json!(city.projects[0].project.to_string());
    let page = |alias| format!("{alias}: project(by: {{ id: {id} }}) {PAGE}");
    let thrice = format!("{{ {} }}", ["a", "b", "c"].map(page).join(" "));
    let progress = Progress::new(Language::En, 0);
    let response = city.run_with(&document, Arc::clone(&progress)).await;
    assert!(response.errors.is_empty() && progress.cost() > MAX_COMPLEXITY / 3, "{}", progress.cost());
    let response = city.run_with(&thrice, Progress::new(Language::En, 0)).await;
    let expected = format!(
        "At most {MAX_COMPLEXITY} points of complexity are allowed, and this comes to {}.",
        3 * progress.cost()
    );
    let said = response.errors[0].source::<crate::codes::PublicError>().unwrap();
    assert_eq!(said.public_text(Language::En), expected);
}
