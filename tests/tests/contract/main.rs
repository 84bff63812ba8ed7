//! The contract and its edges: what is published is what is served, strangers see nothing, bad input is told where.

mod bad_input;
mod documents;
mod health;
mod hostile;
mod limits;
mod production;
mod published;
mod repeats;
mod strangers;
mod table;
mod world;
