//! The vocabularies of the domain, written out with their labels in one language.

use domain::case::{self, Kind};
use domain::labels::Label;
use domain::people::Language;
use domain::rules::consents::Consent;
use domain::rules::countries::COUNTRIES;
use domain::rules::defects::Defect;
use domain::rules::documents::{DocumentType, MOST_BYTES, MediaType, SMALLEST_PHOTO};
use domain::rules::fees::Fee;
use domain::rules::hours::HOURS_REQUIRED;
use domain::rules::licence_number::{self, LicenceFormat};
use domain::rules::password::PasswordForm;
use domain::rules::training::TrainingType;
use domain::sector::{LicenceCategory, Sector};
use domain::words::Word;
use domain::{account, attestation, card, production_order};

use super::reference_data_view::{
    CaseKindReference, ConsentReference, CountryReference, DocumentReference, Labelled, LicenceFormatReference,
    ReferenceData, SectorReference, TrainingTypeReference,
};
use crate::routes::back_office::fees::fee_view::ScheduledFee;

/// Everything, in a language, with the fees that are charged.
pub fn all(language: Language, charged: &[Fee]) -> ReferenceData {
    ReferenceData {
        language,
        sectors: each(|word| sector(word, language)),
        case_kinds: each(|word| case_kind(word, language)),
        case_stages: labelled::<case::Stage>(language),
        account_stages: labelled::<account::Stage>(language),
        attestation_statuses: labelled::<attestation::Stage>(language),
        card_stages: labelled::<card::Stage>(language),
        production_order_stages: labelled::<production_order::Stage>(language),
        documents: each(|word| document(word, language)),
        defects: labelled::<Defect>(language),
        training_types: each(|word| training_type(word, language)),
        fco_hours: HOURS_REQUIRED,
        licence_categories: LicenceCategory::ALL,
        licence_formats: each(|word| licence_format(word, language)),
        password_forms: labelled::<PasswordForm>(language),
        fees: charged
            .iter()
            .map(|fee| ScheduledFee::of(*fee, true, language))
            .collect(),
        consents: each(|word| consent(word, language)),
        languages: labelled::<Language>(language),
        countries: countries(language),
    }
}

fn each<W: Word, T>(of: impl FnMut(W) -> T) -> Vec<T> {
    W::ALL.iter().copied().map(of).collect()
}

fn labelled<W: Label>(language: Language) -> Vec<Labelled> {
    each(|word: W| Labelled {
        name: word.name(),
        label: word.label(language),
    })
}

fn sector(word: Sector, language: Language) -> SectorReference {
    SectorReference {
        name: word,
        label: word.label(language),
        licence_categories: word.licence_categories(),
    }
}

fn case_kind(word: Kind, language: Language) -> CaseKindReference {
    CaseKindReference {
        name: word,
        label: word.label(language),
        available: Kind::OPEN.contains(&word),
        documents: word.sheet().documents,
    }
}

fn document(word: DocumentType, language: Language) -> DocumentReference {
    let is_taken = |media_type: &MediaType| media_type.is_image() || !word.is_printed();
    let smallest = (word == DocumentType::Photo).then_some(SMALLEST_PHOTO);
    DocumentReference {
        name: word,
        label: word.label(language),
        media_types: each(|media_type: MediaType| media_type)
            .into_iter()
            .filter(is_taken)
            .map(Word::name)
            .collect(),
        most_bytes: MOST_BYTES,
        least_width: smallest.map(|(width, _)| width),
        least_height: smallest.map(|(_, height)| height),
    }
}

fn training_type(word: TrainingType, language: Language) -> TrainingTypeReference {
    TrainingTypeReference {
        name: word,
        label: word.label(language),
        minimum_hours: word.minimum_hours(),
        qualifies: word.qualifies(),
        continuing: word.is_continuing(),
    }
}

fn licence_format(word: LicenceFormat, language: Language) -> LicenceFormatReference {
    LicenceFormatReference {
        name: word,
        label: word.label(language),
        example: word.example(),
        help: word.help(language),
        country: licence_number::formats_of("FR").contains(&word).then_some("FR"),
    }
}

fn consent(word: Consent, language: Language) -> ConsentReference {
    ConsentReference {
        name: word,
        label: word.label(language),
        document_version: word.document_version(),
    }
}

fn countries(language: Language) -> Vec<CountryReference> {
    let label = |french, english| match language {
        Language::French => french,
        Language::English => english,
    };
    COUNTRIES
        .iter()
        .map(|&(code, french, english)| CountryReference {
            code,
            label: label(french, english),
        })
        .collect()
}
