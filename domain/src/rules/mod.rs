//! Rules that are no lifecycle: each a pure function, with its source.

pub mod certificate;
pub mod consents;
pub mod expiry;
pub mod fault;
pub mod hours;
pub mod retention;
pub mod training;

pub use fault::{Fault, FaultCode};
