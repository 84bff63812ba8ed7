//! What stands in an export: for each sheet the rows that are held, shown as this API shows them.

use integrations::exports::{Contents, Cursor, Page, Sheet, Subject};
use persistence::{Db, Error, Result};
use serde::Serialize;
use serde_json::Value;

mod account;
mod cards;
mod cases;
mod explanations;
mod money;
mod shares;
mod told;
mod trail;
mod trainings;

/// How many rows of a long sheet are read at once.
const AT_ONCE: i64 = 100;

/// How a sheet is read.
type Read = fn(&Holdings, &mut Db<'_>, &Subject, Option<Cursor>) -> Result<Page>;

/// Every sheet, in the order of the archive, and how it is read.
const SHEETS: &[(Sheet, Read)] = &[
    (Sheet::Object("account"), account::account),
    (Sheet::List("consents"), account::consents),
    (Sheet::List("licence-numbers"), account::licence_numbers),
    (Sheet::List("aliases"), account::aliases),
    (Sheet::List("trainings"), trainings::recaps),
    (Sheet::List("attestations"), trainings::attestations),
    (Sheet::List("known-qualifications"), trainings::known_qualifications),
    (Sheet::Object("entitlements"), trainings::entitlements),
    (Sheet::List("rights"), trainings::rights),
    (Sheet::List("certificates"), trainings::certificates),
    (Sheet::List("cases"), cases::cases),
    (Sheet::List("information-requests"), cases::information_requests),
    (Sheet::List("cards"), cards::cards),
    (Sheet::List("production-orders"), cards::production_orders),
    (Sheet::List("term-reprints"), cards::term_reprints),
    (Sheet::List("payments"), money::payments),
    (Sheet::List("invoices"), money::invoices),
    (Sheet::List("notices"), told::notices),
    (Sheet::List("messages"), told::messages),
    (Sheet::List("links"), told::links),
    (Sheet::List("sessions"), account::sessions),
    (Sheet::List("known-networks"), account::known_networks),
    (Sheet::List("identity-links"), account::identity_links),
    (Sheet::List("exports"), account::exports),
    (Sheet::List("shares"), shares::shares),
    (Sheet::List("share-looks"), shares::looks),
    (Sheet::List("history"), trail::history),
    (Sheet::List("audit-events"), trail::audit_events),
];

/// Reads what is held about a driver, as this API shows it.
#[derive(Debug)]
pub struct Holdings {
    /// The hub's own address, with which links begin.
    public_base: String,
    sheets: Vec<Sheet>,
}

impl Holdings {
    /// Of the hub that answers at this address.
    pub fn new(public_base: &str) -> Self {
        Self {
            public_base: public_base.to_owned(),
            sheets: SHEETS.iter().map(|(sheet, _)| *sheet).collect(),
        }
    }

    /// The names of the files of JSON, without `.json`, but for the list of the other files.
    pub fn names() -> impl Iterator<Item = &'static str> {
        SHEETS.iter().map(|(sheet, _)| sheet.name())
    }
}

impl Contents for Holdings {
    fn sheets(&self) -> &[Sheet] {
        &self.sheets
    }

    fn page(&self, db: &mut Db<'_>, subject: &Subject, sheet: Sheet, cursor: Option<Cursor>) -> Result<Page> {
        let known = SHEETS.iter().find(|(known, _)| known.name() == sheet.name());
        let (_, read) = known.ok_or(Error::NotFound)?;
        read(self, db, subject, cursor)
    }

    fn explanations(&self, subject: &Subject) -> Vec<(&'static str, String)> {
        explanations::all(subject)
    }
}

/// Something as it stands in a sheet.
fn shown(view: impl Serialize) -> Result<Value> {
    serde_json::to_value(view).map_err(|error| Error::Corrupt(error.to_string()))
}

/// A sheet of one object.
fn object(view: impl Serialize) -> Result<Page> {
    Ok(Page::only(vec![shown(view)?]))
}

/// A sheet with all of it on one page.
fn list<V: Serialize>(views: impl IntoIterator<Item = V>) -> Result<Page> {
    let items: Result<Vec<_>> = views.into_iter().map(shown).collect();
    Ok(Page::only(items?))
}

/// A page of a long sheet: `last` is its last row's id. A page that is not full is the last one.
fn page<V: Serialize>(views: Vec<V>, last: Option<uuid::Uuid>) -> Result<Page> {
    let is_full = is_full(views.len());
    Ok(Page {
        next: last.filter(|_| is_full).map(|last| (last, None)),
        ..list(views)?
    })
}

/// Whether there may be more behind so many rows.
fn is_full(rows: usize) -> bool {
    i64::try_from(rows).unwrap_or(i64::MAX) >= AT_ONCE
}
