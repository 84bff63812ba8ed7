//! What leaves the hub: mail, SMS, payments, papers, object storage, and the dispatcher that drives them; what uploaded
//! files show; and what time brings.

pub mod audit_seals;
pub mod dispatcher;
pub mod exports;
mod failure;
pub mod files;
pub mod http;
pub mod messages;
pub mod oidc;
pub mod papers;
pub mod payments;
pub mod pictures;
pub mod reconciliation;
pub mod scanning;
pub mod statements;
pub mod storage;
pub mod sweep;
pub mod timers;
pub mod traces;
pub mod webhooks;

pub use failure::Failure;
