//! What the city is made of, as tables.

pub(crate) mod answers;
pub(crate) mod articles;
pub(crate) mod facts;
pub(crate) mod keys;
pub(crate) mod names;
pub(crate) mod products;
