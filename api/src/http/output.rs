//! What goes out: answers with their versions, and lists by pages.

mod binary;
mod caching;
mod page;
mod range;
mod reply;
mod streamed;
mod tag;
#[cfg(test)]
mod tests;

pub use binary::{ArchiveResponses, Binary, DownloadResponses, PaperResponses};
pub use caching::Caching;
pub use page::{Listing, NoFilter, Page, PageParameters};
pub use range::{ByteRange, RangeParameter};
pub use reply::Reply;
pub use streamed::{Streamed, StreamedPart};
pub use tag::{IfMatch, IfMatchParameter, RequiredIfMatch, RequiredIfMatchParameter, Tag};
