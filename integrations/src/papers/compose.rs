//! What a paper shows, looked up when it is first printed. It is frozen then: see [`persistence::papers`].

use std::sync::Arc;

use domain::people::{Address, Language};
use persistence::papers::{Frozen, PaperRecord};
use persistence::{Db, Error, Result, accounts};
use tokio::sync::watch;

use crate::papers::{Addressee, Paper, Sender};
use crate::statements::Signer;

mod billing;
mod cases;
mod production;
mod trainings;

/// The house that papers come from.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// Its name and address.
    pub sender: Sender,
    /// Whether its papers prove nothing: in the sandbox.
    pub specimen: bool,
    /// Where drivers sign in.
    pub portal: String,
    /// What signs its certificates now.
    pub signer: watch::Receiver<Arc<Signer>>,
}

/// What a paper shows, and the name it is filed under.
struct Composed {
    paper: Paper,
    /// What tells it from others of its kind, in its file's name.
    which: String,
    /// The key that signed it.
    signed_with: Option<String>,
}

impl Composed {
    fn plain(paper: Paper, which: impl Into<String>) -> Self {
        Self {
            paper,
            which: which.into(),
            signed_with: None,
        }
    }
}

/// What a paper shows from now on. None where there is nothing to print any more: what it is about was taken back, or
/// the person's data erased.
pub(crate) fn compose(db: &mut Db<'_>, issuer: &Issuer, record: &PaperRecord) -> Result<Option<Frozen>> {
    use domain::paper::PaperKind as Kind;
    let Some(reader) = reader(db, record)? else {
        return Ok(None);
    };
    let composed = match record.kind {
        Kind::Certificate => trainings::certificate(db, issuer, record, &reader)?,
        Kind::Recap => trainings::recap(db, issuer, record, &reader)?,
        Kind::Summary => cases::summary(db, issuer, record, &reader)?,
        Kind::ReturnCoupon => cases::return_coupon(db, issuer, record, &reader)?,
        Kind::Invoice | Kind::CreditNote => billing::invoice(db, issuer, record, &reader, false)?,
        Kind::InvoiceDuplicate | Kind::CreditNoteDuplicate => billing::invoice(db, issuer, record, &reader, true)?,
        Kind::CardLetter => production::card_letter(db, issuer, record, &reader)?,
    };
    composed.map(|composed| frozen(record, &composed)).transpose()
}

fn frozen(record: &PaperRecord, composed: &Composed) -> Result<Frozen> {
    let facts = serde_json::to_value(&composed.paper).map_err(|error| Error::Corrupt(error.to_string()))?;
    Ok(Frozen {
        file_name: record.kind.file_name(composed.paper.language(), &composed.which),
        facts,
        signed_with: composed.signed_with.clone(),
    })
}

/// Whoever a paper is for.
struct Reader {
    language: Language,
    surname: String,
    first_names: String,
    address: Address,
}

impl Reader {
    /// Under the name of their account.
    fn addressee(&self) -> Addressee {
        self.named(self.surname.clone(), self.first_names.clone())
    }

    /// Under the name that what the paper tells bears: an account's may change.
    fn named(&self, surname: String, first_names: String) -> Addressee {
        Addressee {
            surname,
            first_names,
            address: self.address.clone(),
        }
    }
}

/// Whoever a paper is for, unless they were erased.
fn reader(db: &mut Db<'_>, record: &PaperRecord) -> Result<Option<Reader>> {
    match accounts::profile(db, record.account_id) {
        Ok((_, profile)) => Ok(Some(Reader {
            language: profile.language,
            surname: profile.holder.identity.surname,
            first_names: profile.holder.identity.first_names,
            address: profile.address,
        })),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
