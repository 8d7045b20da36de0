//! The catalogue that comes with the product, and files with mistakes.

mod built_in;
mod mistakes;
mod plans;
mod regional;
