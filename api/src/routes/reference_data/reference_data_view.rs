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

/// A word of a vocabulary, and its label for people.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"name": "goods", "label": "Marchandises"}))]
pub struct Labelled {
    /// The word, as it stands in requests and answers.
    pub name: &'static str,
    /// Label of `name`, in the language of the request, to show to people.
    pub label: &'static str,
}

/// A sector, and the driving licence it takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SectorReference {
    /// The sector, as it stands in requests and answers.
    pub name: Sector,
    /// Label of `name`, in the language of the request, to show to people.
    pub label: &'static str,
    /// The licence categories of which a driver needs at least one.
    pub licence_categories: &'static [LicenceCategory],
}

/// A kind of case, and what it asks for.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseKindReference {
    /// The kind of case, as it stands in requests and answers.
    pub name: Kind,
    /// Label of `name`, in the language of the request, to show to people.
    pub label: &'static str,
    /// Whether a driver can open a case of this kind.
    pub available: bool,
    /// The types of document that such a case needs.
    pub documents: &'static [DocumentType],
}

/// A type of document, and which files are taken for it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DocumentReference {
    /// The type of document, as it stands in requests and answers.
    pub name: DocumentType,
    /// Label of `name`, in the language of the request, to show to people.
    pub label: &'static str,
    /// The media types of the files that are taken, by content: `image/jpeg`.
    pub media_types: Vec<&'static str>,
    /// The most bytes that a file may have.
    pub most_bytes: u64,
    /// The fewest pixels that an image may be wide. Left out where the size does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_width: Option<u32>,
    /// The fewest pixels that an image may be high. Left out where the size does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_height: Option<u32>,
}

/// A type of training, and what it gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct TrainingTypeReference {
    /// The type of training, as it stands in requests and answers.
    pub name: TrainingType,
    /// Label of `name`, in the language of the request, to show to people.
    pub label: &'static str,
    /// The fewest hours that such a training takes. Left out where none are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_hours: Option<u32>,
    /// Whether one such training alone gives the right to a new card.
    pub qualifies: bool,
    /// Whether it is continuing training; initial training otherwise.
    pub continuing: bool,
}

/// A box that is ticked to open an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConsentReference {
    /// The consent, as it stands in requests and answers.
    pub name: Consent,
    /// What the box says, in the language of the request, to show to people.
    pub label: &'static str,
    /// Version of the document that is consented to.
    pub document_version: &'static str,
}

/// A form that driving licence numbers take.
#[derive(Debug, Serialize, ToSchema)]
pub struct LicenceFormatReference {
    /// The form of licence number, as it stands in answers.
    pub name: LicenceFormat,
    /// Label of `name`, in the language of the request, to show to people.
    pub label: &'static str,
    /// An example of a number of this form.
    pub example: &'static str,
    /// Where on the document the number stands, in the language of the request, to show to people.
    pub help: &'static str,
    /// The country whose licences have this form, ISO 3166-1 alpha-2. Left out where it is that of every other country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<&'static str>,
}

/// A country, by its code and its name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"code": "FR", "label": "France"}))]
pub struct CountryReference {
    /// Code of the country, ISO 3166-1 alpha-2: `FR`.
    pub code: &'static str,
    /// Name of the country, in the language of the request, to show to people.
    pub label: &'static str,
}

/// Every closed vocabulary of this API, each word with its label.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "language": "fr",
    "documents": [{
        "name": "photo", "label": "Photo d’identité", "media_types": ["image/jpeg", "image/png"],
        "most_bytes": 10_485_760,
        "least_width": 400, "least_height": 500
    }],
    "sectors": [{"name": "goods", "label": "Marchandises", "licence_categories": ["C1", "C1E", "C", "CE"]}],
    "case_kinds": [{
        "name": "cqc", "label": "Carte de qualification de conducteur", "available": true,
        "documents": ["identity_document", "licence_front", "licence_back", "photo", "signature"]
    }],
    "training_types": [{
        "name": "fco", "label": "Formation continue obligatoire (FCO)", "minimum_hours": 35, "qualifies": true,
        "continuing": true
    }],
    "licence_formats": [{
        "name": "fr_since_2013", "label": "Permis français délivré depuis 2013", "example": "13AA00002",
        "help": "9 caractères : 2 chiffres, 2 lettres, 5 chiffres. Permis au format carte délivré depuis 2013 : au recto, à la rubrique 5.", "country": "FR"
    }],
    "fees": [{
        "kind": "replacement", "kind_label": "Remplacement d’une carte",
        "amount": {"amount": 2500, "currency": "EUR"}, "vat_percent": 20,
        "amount_with_vat": {"amount": 3000, "currency": "EUR"}, "applies_from": "2021-11-12", "in_force": true
    }],
    "consents": [{
        "name": "privacy_policy", "label": "J’ai pris connaissance de la politique de confidentialité.",
        "document_version": "2026-01-01"
    }],
    "case_stages": [{"name": "draft", "label": "Brouillon"}],
    "account_stages": [{"name": "pending_review", "label": "En cours d’analyse"}],
    "attestation_statuses": [{"name": "matched", "label": "Rattachée"}],
    "card_stages": [{"name": "active", "label": "Active"}],
    "production_order_stages": [{"name": "queued", "label": "En file d’attente"}],
    "defects": [{"name": "print_quality", "label": "Qualité d’impression"}],
    "fco_hours": 35, "licence_categories": ["B", "BE", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"],
    "password_forms": [{
        "name": "four_classes",
        "label": "Au moins 12 caractères : majuscules, minuscules, chiffres et caractères spéciaux"
    }],
    "languages": [{"name": "fr", "label": "Français"}],
    "countries": [{"code": "FR", "label": "France"}]
}))]
pub struct ReferenceData {
    /// The language in which the labels are written.
    pub language: Language,
    /// Sectors, with the driving licence that each takes.
    pub sectors: Vec<SectorReference>,
    /// Kinds of case, with the documents that each needs.
    pub case_kinds: Vec<CaseKindReference>,
    /// Stages of a case: one vocabulary for all kinds of case.
    pub case_stages: Vec<Labelled>,
    /// Stages of an account: what it waits for.
    pub account_stages: Vec<Labelled>,
    /// Stages of an attestation: what became of it.
    pub attestation_statuses: Vec<Labelled>,
    /// Stages of a card: where it is, and whether it is good.
    pub card_stages: Vec<Labelled>,
    /// Stages of a production order.
    pub production_order_stages: Vec<Labelled>,
    /// Types of document, with the files that are taken for each.
    pub documents: Vec<DocumentReference>,
    /// What can be wrong with a card.
    pub defects: Vec<Labelled>,
    /// Types of training, with what each gives.
    pub training_types: Vec<TrainingTypeReference>,
    /// Hours that a complete FCO takes, in one training or in sequences.
    pub fco_hours: u32,
    /// Licence categories, by their names as printed on the licence.
    pub licence_categories: &'static [LicenceCategory],
    /// Forms of driving licence numbers, with help to find them on the document.
    pub licence_formats: Vec<LicenceFormatReference>,
    /// Forms that a password may have; it needs one of them.
    pub password_forms: Vec<Labelled>,
    /// The fees that are charged today.
    pub fees: Vec<ScheduledFee>,
    /// The boxes that are ticked to open an account.
    pub consents: Vec<ConsentReference>,
    /// Languages in which people can be written to.
    pub languages: Vec<Labelled>,
    /// Countries of the world, by code.
    pub countries: Vec<CountryReference>,
}
