//! The read side through the schema, on a database file.

mod catalogue;
mod city;
mod console;
mod contrast;
mod descriptions;
mod fields;
mod filters;
mod history;
mod nodes;
mod outlook;
mod pages;
mod plans;
mod projects;
mod statements;
