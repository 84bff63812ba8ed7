//! The store's contract, on both databases: what is answered is kept, what is refused is not, and nobody pays for what
//! somebody else did.

mod known_networks;
mod migrations;
mod money;
mod plans;
mod reading;
mod same_work;
mod scratch;
mod sealed;
mod seeded;
mod sqlite;
mod turned_away;
mod types;
mod undone;
mod writing;
