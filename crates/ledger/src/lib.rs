//! Ledgers 台账: the workbooks in which offices keep their projects, read as they are.
//!
//! [`sheet`] reads a file of any kind into cells, within bounds; what the cells mean is read from there, and knows no file.

pub mod json;
pub mod reading;
pub mod sheet;
pub mod table;
pub mod value;
