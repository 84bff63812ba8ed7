//! What leaves the house: mail, SMS, payments, papers, object storage, and the dispatcher that drives them; and what
//! time brings.

pub mod dispatcher;
pub mod files;
pub mod http;
mod letters;
pub mod mail;
pub mod mailbox;
pub mod messages;
pub mod papers;
pub mod paperwork;
pub mod payments;
pub mod reconciliation;
pub mod sms;
pub mod smtp;
pub mod statements;
pub mod sweep;
pub mod timers;
