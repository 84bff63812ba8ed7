//! One sample of each paper, and the hard cases: for the preview, the tests and the measurements. Everybody in them is
//! invented.

use domain::case::{Kind, Stage};
use domain::people::Language;
use domain::sector::Sector;

use super::facts::Paper;

mod billing;
mod cases;
mod people;
mod training;

use people::Person;

/// A paper to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// What it shows, fit for a file's name: `certificate-longest-names`.
    pub name: &'static str,
    /// The paper.
    pub paper: Paper,
}

/// Every sample in a language.
pub fn in_language(language: Language) -> Vec<Sample> {
    let of = |name, paper| Sample { name, paper };
    let camille = Person::camille();
    let mut samples = vec![
        of("certificate", training::certificate(&camille, language)),
        of("recap", training::recap(&camille, language)),
        of(
            "card-letter",
            training::card_letter(&camille, Kind::Cqc, &[Sector::Goods], language),
        ),
        of(
            "summary-cqc",
            cases::summary(&camille, Kind::Cqc, Stage::InReview, language),
        ),
        of(
            "summary-loss",
            cases::summary(&camille, Kind::Loss, Stage::AwaitingPayment, language),
        ),
        of(
            "summary-theft",
            cases::summary(&camille, Kind::Theft, Stage::Submitted, language),
        ),
        of(
            "summary-quality",
            cases::summary(&camille, Kind::Quality, Stage::UnderAnalysis, language),
        ),
        of(
            "summary-undelivered",
            cases::summary(&camille, Kind::Undelivered, Stage::AwaitingAddress, language),
        ),
        of("return-coupon", cases::return_coupon(&camille, language)),
        of("invoice", billing::invoice(&camille, language)),
        of(
            "invoice-duplicate",
            billing::duplicate(billing::invoice(&camille, language)),
        ),
        of(
            "invoice-company",
            billing::of_company(billing::invoice(&camille, language)),
        ),
        of("credit-note", billing::credit_note(&camille, language)),
    ];
    samples.extend(hard_cases(language));
    samples
}

/// Longest names, no first name, two sectors, letters of other scripts, twelve defects with long comments, an empty draft.
fn hard_cases(language: Language) -> Vec<Sample> {
    let of = |name, paper| Sample { name, paper };
    let (longest, nameless) = (Person::longest(), Person::without_first_name());
    let both = [Sector::Goods, Sector::Passengers];
    vec![
        of("certificate-longest-names", training::certificate(&longest, language)),
        of("certificate-no-first-name", training::certificate(&nameless, language)),
        of("certificate-polish", training::certificate(&Person::polish(), language)),
        of("certificate-greek", training::certificate(&Person::greek(), language)),
        of(
            "certificate-bulgarian",
            training::certificate(&Person::bulgarian(), language),
        ),
        of(
            "certificate-georgian",
            training::certificate(&Person::georgian(), language),
        ),
        of(
            "certificate-armenian",
            training::certificate(&Person::armenian(), language),
        ),
        of(
            "certificate-not-a-specimen",
            training::genuine(training::certificate(&Person::romanian(), language)),
        ),
        of("recap-longest-names", training::recap(&longest, language)),
        of("recap-sequence", training::sequence(&nameless, language)),
        of(
            "card-letter-two-sectors",
            training::card_letter(&longest, Kind::Quality, &both, language),
        ),
        of("summary-draft", cases::draft(&nameless, language)),
        of(
            "summary-two-sectors",
            cases::summary(&longest, Kind::Cqc, Stage::Shipped, language),
        ),
        of("summary-twelve-defects", cases::twelve_defects(&longest, language)),
        of(
            "return-coupon-twelve-defects",
            cases::coupon_of_twelve_defects(&longest, language),
        ),
        of(
            "invoice-longest-names",
            billing::duplicate(billing::invoice(&longest, language)),
        ),
        of(
            "credit-note-duplicate",
            billing::duplicate(billing::credit_note(&Person::bulgarian(), language)),
        ),
    ]
}
