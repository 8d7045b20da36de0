//! What the cells of a ledger say: amounts, rough dates, people with their phones, ticks and document numbers, codes.
//!
//! Nothing is guessed. What can be read in two ways, or not at all, is a [`Mistake`], which says what was found and what to
//! write instead.

mod amount;
mod code;
mod date;
mod mistake;
mod people;
mod phone;
mod text;
mod tick;
mod word;

pub use amount::{Amount, Unit, amount};
pub use code::{credit_code, project_code};
pub use date::date;
pub use mistake::Mistake;
pub use people::{Person, people};
pub use phone::phones;
pub use text::{half_width, is_nothing, shown};
pub use tick::{Tick, tick};
pub use word::{agreement, stage};
