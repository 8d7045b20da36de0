//! Tests of the decisions: one file per subject, all on the same small world.

mod commands;
mod cover;
mod dates;
mod duty;
mod fixture;
mod forwards;
mod life;
mod material;
mod matrix;
mod moves;

mod attachment;
mod baseline;
mod case;
mod duplicate;
mod gate;
mod ids;
mod opinion;
mod papers;
mod permit;
mod plan;
mod profile;
mod properties;
mod recorder;
mod split;
mod stage;
mod standing;
mod step;
mod terms;
