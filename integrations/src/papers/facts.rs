//! What each paper shows: plain data, complete, without a database behind it. Dates are legal dates (Europe/Paris), amounts
//! minor units; the paper writes both in its language.
//!
//! Facts can be kept as JSON and printed again later, to the same bytes.

use chrono::NaiveDate;
use domain::case::{Kind, Stage};
use domain::people::{Address, BillingAddress, BirthDate, Holder, Language};
use domain::rules::certificate::Period;
use domain::rules::defects::Defect;
use domain::rules::documents::DocumentType;
use domain::rules::expiry::SectorExpiry;
use domain::rules::training::TrainingType;
use domain::sector::Sector;
use serde::{Deserialize, Serialize};

mod billing;
mod case;

pub use billing::{Corrected, Invoice, InvoiceKind, InvoiceLine, Seller};
pub use case::{Declaration, DeclaredDefect, Passed, ReturnCoupon, SubmittedDocument, Summary};

/// A paper's facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
#[expect(
    clippy::large_enum_variant,
    reason = "one paper at a time, and printing it costs a thousand times more than moving it"
)]
pub enum Paper {
    /// The temporary certificate of qualification.
    Certificate(Certificate),
    /// What a driver sees of one attestation.
    Recap(Recap),
    /// A case, as its driver validates it and views it later.
    Summary(Summary),
    /// What travels back with a faulty card.
    ReturnCoupon(ReturnCoupon),
    /// The letter that carries the card.
    CardLetter(CardLetter),
    /// An invoice or a credit note, or the duplicate of one.
    Invoice(Invoice),
}

impl Paper {
    /// The language it is written in.
    pub const fn language(&self) -> Language {
        match self {
            Self::Certificate(Certificate { language, .. })
            | Self::Recap(Recap { language, .. })
            | Self::Summary(Summary { language, .. })
            | Self::ReturnCoupon(ReturnCoupon { language, .. })
            | Self::CardLetter(CardLetter { language, .. })
            | Self::Invoice(Invoice { language, .. }) => *language,
        }
    }
}

/// Who a paper comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// The name of the service, as people know it; also who issues certificates.
    pub name: String,
    /// Where it receives post.
    pub address: Address,
    /// Where questions go: an email address.
    pub contact: String,
}

/// Who a paper goes to, as it stands in the envelope's window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    /// Surname.
    pub surname: String,
    /// First names; empty for the few who have none.
    pub first_names: String,
    /// Where they receive post.
    pub address: Address,
}

/// A training centre, as papers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Centre {
    /// Its name.
    pub name: String,
    /// The number of its accreditation (numéro d'agrément).
    pub accreditation_number: String,
}

/// The temporary certificate of qualification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The language it is written in.
    pub language: Language,
    /// Whether it proves nothing: in the sandbox.
    pub specimen: bool,
    /// Who issues it.
    pub sender: Sender,
    /// Whose it is.
    pub addressee: Addressee,
    /// Their date of birth, as far as it is known.
    pub birth_date: BirthDate,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// What the driver was trained for.
    pub sector: Sector,
    /// What the driver may carry: every sector that the training gives or renews. None on what was frozen when a training
    /// had one: [`Certificate::named_sectors`].
    #[serde(default)]
    pub sectors: Vec<Sector>,
    /// The training that earned it.
    pub training_type: TrainingType,
    /// That training's last day.
    pub ended_on: NaiveDate,
    /// Who gave that training.
    pub centre: Centre,
    /// When it is valid.
    pub period: Period,
    /// The code it is checked by, 25 characters without dashes.
    pub code: String,
    /// Where it is checked, code included.
    pub verification_url: String,
    /// A compact JWS that says the same, for those who check it without a network.
    pub statement: String,
}

impl Certificate {
    /// Every sector it names.
    pub fn named_sectors(&self) -> &[Sector] {
        if self.sectors.is_empty() {
            std::slice::from_ref(&self.sector)
        } else {
            &self.sectors
        }
    }
}

/// What a driver sees of one attestation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recap {
    /// The language it is written in.
    pub language: Language,
    /// Whether it proves nothing: in the sandbox.
    pub specimen: bool,
    /// Who it comes from.
    pub sender: Sender,
    /// Who was trained.
    pub addressee: Addressee,
    /// Their date of birth, as far as it is known.
    pub birth_date: BirthDate,
    /// Country of their driving licence, ISO 3166-1 alpha-2.
    pub licence_country: String,
    /// Number of their driving licence.
    pub licence_number: String,
    /// The centre's own reference of the attestation.
    pub reference: String,
    /// What kind of training.
    pub training_type: TrainingType,
    /// For which sector.
    pub sector: Sector,
    /// Hours followed, where the kind counts them.
    pub hours: Option<u32>,
    /// First day.
    pub started_on: NaiveDate,
    /// Last day.
    pub ended_on: NaiveDate,
    /// The day the attestation was delivered.
    pub delivered_on: NaiveDate,
    /// The town.
    pub place: String,
    /// Who gave it.
    pub centre: Centre,
    /// The day it was recorded here: the paper's own date.
    pub recorded_on: NaiveDate,
    /// Until when the recap can be read; none for initial trainings, which stay.
    pub available_until: Option<NaiveDate>,
}

/// The letter that carries the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardLetter {
    /// The language it is written in.
    pub language: Language,
    /// Whether it proves nothing: in the sandbox.
    pub specimen: bool,
    /// Who posts it.
    pub sender: Sender,
    /// Where the card goes: the delivery address.
    pub addressee: Addressee,
    /// The case that made the card.
    pub reference: String,
    /// What the card was made for.
    pub kind: Kind,
    /// Whose it is, as printed on it.
    pub holder: Holder,
    /// Its number.
    pub card_number: String,
    /// The day of issue printed on the card.
    pub issued_on: NaiveDate,
    /// The letter's own date: another where the card is sent again.
    pub dated_on: NaiveDate,
    /// Its sectors, each with its own last day.
    pub sectors: Vec<SectorExpiry>,
    /// Where the driver signs in to activate it.
    pub activation_url: String,
}
