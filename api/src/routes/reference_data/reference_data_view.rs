//! The vocabularies: each word with its label, and what belongs to it.

use domain::case::Kind;
use domain::people::Language;
use domain::rules::consents::Consent;
use domain::rules::documents::DocumentType;
use domain::rules::licence_number::LicenceFormat;
use domain::rules::training::TrainingType;
use domain::sector::{LicenceCategory, Sector};
use serde::Serialize;
use utoipa::ToSchema;

use crate::routes::back_office::fees::fee_view::ScheduledFee;

/// A word, and what it is called.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "goods", "label": "Marchandises"}))]
pub struct Labelled {
    /// The word, as it stands in requests and answers.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// A sector, and the licence it takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectorReference {
    /// The word.
    pub name: Sector,
    /// What people read.
    pub label: &'static str,
    /// The licence categories of which one is needed.
    pub licence_categories: &'static [LicenceCategory],
}

/// A kind of case, and what it asks for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseKindReference {
    /// The word.
    pub name: Kind,
    /// What people read.
    pub label: &'static str,
    /// Whether it can be opened in this version.
    pub available: bool,
    /// The documents it needs.
    pub documents: &'static [DocumentType],
}

/// A kind of document, and which files are taken for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentReference {
    /// The word.
    pub name: DocumentType,
    /// What people read.
    pub label: &'static str,
    /// The types of file, by content.
    pub media_types: Vec<&'static str>,
    /// The most bytes a file may have.
    pub most_bytes: u64,
    /// The fewest pixels across, where it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_width: Option<u32>,
    /// The fewest pixels down, where it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_height: Option<u32>,
}

/// A kind of training, and what it gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingTypeReference {
    /// The word.
    pub name: TrainingType,
    /// What people read.
    pub label: &'static str,
    /// The fewest hours; left out where none are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_hours: Option<u32>,
    /// Whether one of these alone gives the right to a new card.
    pub qualifies: bool,
    /// Whether it is continuing training; initial training otherwise.
    pub continuing: bool,
}

/// A box that is ticked to open an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentReference {
    /// The word.
    pub name: Consent,
    /// What the box says.
    pub label: &'static str,
    /// The version of the document that is consented to.
    pub document_version: &'static str,
}

/// A form that licence numbers take.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceFormatReference {
    /// The word.
    pub name: LicenceFormat,
    /// What people read.
    pub label: &'static str,
    /// A number of this form.
    pub example: &'static str,
    /// Where on the document the number stands.
    pub help: &'static str,
    /// The country it is of; left out for every other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'static str>,
}

/// A country.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "FR", "label": "France"}))]
pub struct CountryReference {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// What people read.
    pub label: &'static str,
}

/// Every closed vocabulary, with its labels.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferenceData {
    /// The language of the labels.
    pub language: Language,
    /// Sectors.
    pub sectors: Vec<SectorReference>,
    /// Kinds of case.
    pub case_kinds: Vec<CaseKindReference>,
    /// Stages of a case, one vocabulary for all kinds.
    pub case_stages: Vec<Labelled>,
    /// Stages of an account.
    pub account_stages: Vec<Labelled>,
    /// Stages of an attestation.
    pub attestation_statuses: Vec<Labelled>,
    /// Stages of a card.
    pub card_stages: Vec<Labelled>,
    /// Stages of a production order.
    pub production_order_stages: Vec<Labelled>,
    /// Kinds of document.
    pub documents: Vec<DocumentReference>,
    /// What can be wrong with a card.
    pub defects: Vec<Labelled>,
    /// Kinds of training.
    pub training_types: Vec<TrainingTypeReference>,
    /// Hours that a complete FCO takes, in one training or in sequences.
    pub fco_hours: u32,
    /// Licence categories, by their printed names.
    pub licence_categories: &'static [LicenceCategory],
    /// Forms of licence numbers, with help to find them.
    pub licence_formats: Vec<LicenceFormatReference>,
    /// Forms a password may have.
    pub password_forms: Vec<Labelled>,
    /// The fees charged today.
    pub fees: Vec<ScheduledFee>,
    /// The boxes to tick for an account.
    pub consents: Vec<ConsentReference>,
    /// Languages people are written to in.
    pub languages: Vec<Labelled>,
    /// Countries, by code.
    pub countries: Vec<CountryReference>,
}
