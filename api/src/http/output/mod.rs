//! What goes out: answers with their versions, and lists by pages.

mod answer;
mod page;
mod tag;
#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use page::{Listing, NoFilter, Page, PageParameters};
pub use tag::{IfMatch, IfMatchParameter, RequiredIfMatch, RequiredIfMatchParameter, Tag};
