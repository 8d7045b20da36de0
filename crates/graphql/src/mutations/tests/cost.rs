//! What mutations cost: one document must not hold hundreds of transactions.

use async_graphql::ServerError;

use super::*;
use crate::codes::ErrorCode;
use crate::language::Language;
use crate::limits::{MAX_COMPLEXITY, MUTATION_COST};

/// Every mutation and the type of its input.
fn mutations() -> Vec<(String, String)> {
    let sdl = crate::sdl();
    let (_, rest) = sdl.split_once("\ntype Mutation {").unwrap();
    let (fields, _) = rest.split_once("\n}").unwrap();
    let lines: Vec<&str> = fields.lines().map(str::trim).collect();
    let fields =
        lines.iter().filter_map(|line| line.split_once('(').filter(|_| line.starts_with(char::is_lowercase)));
    let fields = fields.map(|(name, _)| name.to_owned());
    let inputs = lines
        .iter()
        .filter_map(|line| line.rsplit_once("input: "))
        .map(|(_, rest)| rest.chars().take_while(|letter| letter.is_alphanumeric()).collect::<String>());
    fields.zip(inputs).collect()
}

#[tokio::test]
async fn at_most_forty_fit_into_a_document() {
    assert_eq!((MAX_COMPLEXITY / MUTATION_COST, mutations().len()), (40, 53));
    let world = World::new().await;
    for (field, input) in mutations() {
        let document = |count: usize| {
            let fields = (0..count).map(|n| format!("m{n}: {field}(input: $input) {{ __typename }}"));
            format!("mutation($input: {input}!) {{ {} }}", fields.collect::<Vec<_>>().join(" "))
        };
        // The input is no such thing, so that nothing is carried out.
        for (count, too_much) in [(1, false), (40, false), (41, true)] {
            let answer = world.respond("SPECIALIST", Language::En, &document(count), &json!(7)).await;
            let limit =
                |error: &ServerError| error.message == ErrorCode::ComplexityLimit.text(Language::default());
            let refused = answer.errors.iter().any(limit);
            assert_eq!(refused, too_much, "{field} {count}: {:?}", answer.errors);
        }
    }
}
