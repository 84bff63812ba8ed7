//! The pure rules of a driver-card portal: words, people, lifecycles, eligibility, dates, matching.
//!
//! Nothing in here reads a clock, a file or a database: every function answers from its arguments alone.

pub mod access;
pub mod account;
pub mod actor;
pub mod attestation;
pub mod card;
pub mod case;
pub mod entitlement;
pub mod export;
pub mod federation;
pub mod ids;
pub mod labels;
pub mod lifecycle;
pub mod link;
pub mod notification;
pub mod oauth;
pub mod paper;
pub mod passkey;
pub mod payment;
pub mod people;
pub mod production_order;
pub mod rules;
pub mod sector;
pub mod security_event;
#[doc(hidden)]
pub mod stored;
pub mod time;
pub mod timer;
pub mod webhook;
pub mod words;
