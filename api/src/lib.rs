//! The HTTP interface of CQC Hub: routes, the house they stand in, the contract, and the command line.

pub mod http;
pub mod routes;
