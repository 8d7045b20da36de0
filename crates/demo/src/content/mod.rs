//! What the city is made of, as tables.

pub(crate) mod articles;
pub(crate) mod names;
pub(crate) mod permits;
pub(crate) mod products;
