//! What leaves the house: mail, SMS, object storage, and the dispatcher that drives them.

pub mod files;
pub mod http;
pub mod messages;
