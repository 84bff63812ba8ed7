//! What comes in: extractors that leave nothing unchecked for the handler.

mod allowance;
mod body;
mod empty_body;
mod fingerprint;
mod form;
mod items;
mod json;
mod optional_body;
mod pace;
mod path;
mod pointer;
mod query;
mod raw_body;
mod reading;
mod strict;
#[cfg(test)]
mod tests;
mod upload;
mod validation;

pub use allowance::KnownCaller;
pub use body::{BODY_LIMIT, Body};
pub use empty_body::EmptyBody;
pub use fingerprint::Fingerprint;
pub use form::{FORM_LIMIT, Form, Part, fields, read_document};
pub use items::{Items, MOST_ITEMS};
pub use optional_body::OptionalBody;
pub use path::PathOf;
pub(crate) use query::read as read_query;
pub use query::{QueryOf, pairs};
pub use raw_body::RawBody;
pub use strict::Patch;
pub use upload::{ReceivedFile, Upload, Uploader, Uploads};
