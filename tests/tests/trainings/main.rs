//! What trainings earn and what withdrawals take back, below HTTP and on both databases: an attestation and an account
//! that meet in the same instant, sequences that complete together, expiries that count from each other.

mod any_history;
mod credit;
mod expiry;
mod meeting;
mod papers;
mod passing;
mod scene;
mod withdrawal;
