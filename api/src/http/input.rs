//! What comes in: extractors that leave nothing unchecked for the handler.

mod allowance;
mod body;
mod empty_body;
mod fingerprint;
mod form;
mod items;
mod json;
mod meaning;
mod misfit;
mod optional_body;
mod pace;
mod patch;
mod path;
mod place;
mod pointer;
mod query;
mod raw_body;
mod reader;
mod reading;
mod repairs;
#[cfg(test)]
mod tests;
mod upload;
mod validation;

pub use allowance::KnownCaller;
pub use body::{BODY_LIMIT, Body};
pub use empty_body::EmptyBody;
pub use fingerprint::Fingerprint;
pub use form::{FORM_LIMIT, Form, Part, fields, read_document, read_meaning};
pub use items::{Items, MOST_ITEMS};
pub use meaning::{JudgedBody, Meaning};
pub use optional_body::OptionalBody;
pub use patch::Patch;
pub use path::PathOf;
pub(crate) use query::read as read_query;
pub use query::{QueryOf, pairs};
pub use raw_body::RawBody;
pub use upload::{ReceivedFile, Upload, Uploader, Uploads};
