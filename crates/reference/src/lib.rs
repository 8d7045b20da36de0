//! What is published of law and practice and comes with the product: files that a person can read and correct, and what
//! loads and checks them. A file that cannot be right is refused with its line and the reason.

pub mod catalogue;
pub mod condition;
pub mod days_off;
pub mod first_plan;
