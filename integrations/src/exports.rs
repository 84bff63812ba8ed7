//! Archives of everything held about a driver: what goes into one, and how it is put together without ever being in
//! memory.
//!
//! What the JSON in them looks like is the business of whoever shows the same to drivers day by day, and given to
//! [`MakeExports`](crate::dispatcher::MakeExports) as [`Contents`].

use chrono::{DateTime, Utc};
use domain::ids::AccountId;
use domain::people::Language;
use persistence::{Db, Result};
use serde_json::Value;
use uuid::Uuid;

mod archive;
mod files;
mod sheets;

pub(crate) use archive::{Archive, Error, Packing};
pub(crate) use files::{Printing, add_documents, add_papers};
pub(crate) use sheets::add_sheet;

/// For whom an archive is made.
#[derive(Debug, Clone)]
pub struct Subject {
    /// The driver.
    pub account_id: AccountId,
    /// The language they are written to in.
    pub language: Language,
    /// When the making began.
    pub at: DateTime<Utc>,
}

/// Where in a sheet its next page begins: after this thing, and after this part of it.
pub type Cursor = (Uuid, Option<Uuid>);

/// A page of a sheet.
#[derive(Debug, Default)]
pub struct Page {
    /// What stands on it.
    pub items: Vec<Value>,
    /// Where the next one begins; none on the last.
    pub next: Option<Cursor>,
}

impl Page {
    /// The one page of a short sheet.
    pub fn only(items: Vec<Value>) -> Self {
        Self { items, next: None }
    }
}

/// A file of JSON in an archive.
#[derive(Debug, Clone, Copy)]
pub enum Sheet {
    /// One object.
    Object(&'static str),
    /// A list, `{"items": […]}`, written page by page.
    List(&'static str),
}

impl Sheet {
    /// The name of its file, without `.json`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Object(name) | Self::List(name) => name,
        }
    }
}

/// What the JSON and the explanations in an archive are made of.
pub trait Contents: Send + Sync + 'static {
    /// The files of JSON, in the order of the archive.
    fn sheets(&self) -> &[Sheet];

    /// A page of one of them, the first or the one at a cursor; the object itself, as the only item, of an object.
    fn page(&self, db: &mut Db<'_>, subject: &Subject, sheet: Sheet, cursor: Option<Cursor>) -> Result<Page>;

    /// Texts that say what is what: names of files, and what stands in them.
    fn explanations(&self, subject: &Subject) -> Vec<(&'static str, String)>;
}
