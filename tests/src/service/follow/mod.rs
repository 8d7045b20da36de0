//! Following changes over a socket.

mod changes;
mod protocol;
mod replicas;
mod socket;
mod tokens;
