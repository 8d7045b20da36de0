//! Every mutation through the schema, on a database file: what it does, and that a refusal changes nothing.

mod calendar;
mod case;
mod clock;
mod cost;
mod duty;
mod life;
mod material;
mod once;
mod paper;
mod permit;
mod plan;
mod profile;
mod regional;
mod registry;
mod rights;
mod step;
mod terms;
mod world;

use serde_json::{Value, json};

use world::World;
