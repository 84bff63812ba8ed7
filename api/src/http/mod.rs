//! The HTTP house: what every route stands in. Nothing here knows a card from a case.

pub mod house;
pub mod input;
pub mod language;
pub mod output;
pub mod problem;

pub use house::{ClientAddress, HeadersOnly, RequestId};
pub use input::{
    Body, Change, EmptyBody, Fingerprint, Items, OptionalBody, PathOf, QueryOf, ReceivedFile, Upload, Uploader, Uploads,
};
pub use language::{InLanguage, Text};
pub use output::{Answer, ByteRange, IfMatch, Listing, NoFilter, Page, RequiredIfMatch, Streamed};
pub use problem::{Code, Fault, FaultCode, Problem};
