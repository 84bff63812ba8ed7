//! What every route stands in. Nothing here knows a card from a case.

pub mod input;
pub mod language;
pub mod middleware;
pub mod output;
pub mod problem;
pub mod templates;

pub use input::{
    Body, EmptyBody, Fingerprint, Items, JudgedBody, Meaning, OptionalBody, Patch, PathOf, QueryOf, ReceivedFile,
    Upload, Uploader, Uploads,
};
pub use language::{InLanguage, Text};
pub use middleware::{ClientAddress, RequestId};
pub use output::{ByteRange, IfMatch, Listing, NoFilter, Page, Reply, RequiredIfMatch, Streamed};
pub use problem::{Code, Fault, InputFault, Problem};
