//! The catalogue that comes with the product, and files with mistakes.

mod built_in;
mod day_one;
mod groups;
mod mistakes;
mod plans;
mod projects;
mod regional;
