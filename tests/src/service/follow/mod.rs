//! Following changes over a socket.

mod changes;
mod outage;
mod protocol;
mod replicas;
mod socket;
mod tokens;
