//! The HTTP interface of CQC Hub: routes, the hub they stand in, the contract, and the command line.

pub mod auth;
pub mod cli;
pub mod config;
pub mod contract;
pub mod http;
pub mod hub;
pub mod metrics;
pub mod routes;
pub mod server;
#[cfg(test)]
mod sources;
