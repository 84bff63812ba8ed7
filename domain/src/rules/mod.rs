//! Rules that are no lifecycle: each a pure function, with its source.

pub mod fault;
pub mod training;

pub use fault::{Fault, FaultCode};
