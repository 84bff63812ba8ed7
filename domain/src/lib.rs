//! The pure rules of a driver-card portal: words, people, lifecycles, eligibility, dates, matching.
//!
//! Nothing in here reads a clock, a file or a database: every function answers from its arguments alone.

pub mod ids;
pub mod labels;
pub mod notification;
pub mod people;
pub mod rules;
pub mod sector;
pub mod time;
pub mod words;
