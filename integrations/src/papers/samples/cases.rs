//! Summaries of cases, return coupons.

use domain::case::{Kind, Stage};
use domain::people::Language;
use domain::rules::defects::Defect;
use domain::rules::documents::{DocumentType, NEEDED_FOR_CQC, NEEDED_FOR_THEFT};
use domain::sector::Sector;
use domain::words::Word as _;

use super::super::facts::{Declaration, DeclaredDefect, Paper, Passed, ReturnCoupon, SubmittedDocument, Summary};
use super::people::{Person, address, day, sender};

const REFERENCE: &str = "CQC-2026-7K3M9P";
const CARD: &str = "FR260000042K";

pub(super) fn summary(person: &Person, kind: Kind, stage: Stage, language: Language) -> Paper {
    Paper::Summary(summary_of(person, kind, stage, language))
}

fn summary_of(person: &Person, kind: Kind, stage: Stage, language: Language) -> Summary {
    let is_lost = matches!(kind, Kind::Loss | Kind::Theft);
    let is_paid_for = is_lost || kind == Kind::Quality;
    Summary {
        language,
        specimen: true,
        sender: sender(),
        addressee: person.addressee(),
        reference: REFERENCE.to_owned(),
        kind,
        stage,
        as_of: day(2026, 11, 25),
        opened_on: day(2026, 11, 22),
        submitted_on: (kind != Kind::Undelivered).then(|| day(2026, 11, 23)),
        sectors: vec![Sector::Goods, Sector::Passengers],
        holder: Some(person.holder()),
        card_number: (kind != Kind::Cqc).then(|| CARD.to_owned()),
        delivery_address: Some(person.address()),
        billing_address: is_paid_for.then(|| address("4 cours Lafayette", "69003", "Lyon", "FR")),
        documents: documents(kind),
        declaration: is_paid_for.then(|| Declaration {
            lost_on: is_lost.then(|| day(2026, 11, 21)),
            circumstances: is_lost.then(|| {
                "Sac oublié dans le train Lyon – Paris de 18 h 04.\nLe service des objets trouvés n’a rien reçu."
                    .to_owned()
            }),
            return_commitment: true,
        }),
        defects: if kind == Kind::Quality {
            two_defects()
        } else {
            Vec::new()
        },
        amount: is_lost.then_some(3_000),
        tracking_number: matches!(stage, Stage::Shipped | Stage::AwaitingAddress).then(|| "6A00012345678".to_owned()),
        history: [Stage::Draft, Stage::Submitted, stage]
            .into_iter()
            .zip([day(2026, 11, 22), day(2026, 11, 23), day(2026, 11, 24)])
            .map(|(stage, on)| Passed { stage, on })
            .collect(),
    }
}

fn documents(kind: Kind) -> Vec<SubmittedDocument> {
    let needed: &[DocumentType] = match kind {
        Kind::Cqc => NEEDED_FOR_CQC,
        Kind::Theft => NEEDED_FOR_THEFT,
        Kind::Loss | Kind::Quality | Kind::Undelivered | Kind::NonDelivery => &[],
    };
    needed
        .iter()
        .map(|document_type| SubmittedDocument {
            document_type: *document_type,
            added_on: day(2026, 11, 22),
        })
        .collect()
}

/// A case just begun: nearly nothing is known.
pub(super) fn draft(person: &Person, language: Language) -> Paper {
    Paper::Summary(Summary {
        submitted_on: None,
        holder: None,
        delivery_address: None,
        documents: Vec::new(),
        sectors: Vec::new(),
        history: vec![Passed {
            stage: Stage::Draft,
            on: day(2026, 11, 22),
        }],
        ..summary_of(person, Kind::Cqc, Stage::Draft, language)
    })
}

/// Every defect, each with a long comment, one of them with letters that no font has: several pages.
pub(super) fn twelve_defects(person: &Person, language: Language) -> Paper {
    Paper::Summary(Summary {
        defects: all_defects(),
        history: Stage::ALL
            .iter()
            .zip(0..)
            .map(|(stage, passed)| Passed {
                stage: *stage,
                on: day(2026, 11, 1 + passed),
            })
            .collect(),
        ..summary_of(person, Kind::Quality, Stage::CorrectionRequested, language)
    })
}

pub(super) fn return_coupon(person: &Person, language: Language) -> Paper {
    Paper::ReturnCoupon(coupon_of(person, language))
}

pub(super) fn coupon_of_twelve_defects(person: &Person, language: Language) -> Paper {
    Paper::ReturnCoupon(ReturnCoupon {
        defects: all_defects(),
        ..coupon_of(person, language)
    })
}

fn coupon_of(person: &Person, language: Language) -> ReturnCoupon {
    ReturnCoupon {
        language,
        specimen: true,
        sender: sender(),
        return_address: address("TSA 12345", "59506", "Douai Cedex", "FR"),
        addressee: person.addressee(),
        reference: REFERENCE.to_owned(),
        card_number: CARD.to_owned(),
        issued_on: day(2026, 11, 25),
        send_before: day(2027, 1, 24),
        defects: two_defects(),
    }
}

fn two_defects() -> Vec<DeclaredDefect> {
    vec![
        DeclaredDefect {
            defect: Defect::Surname,
            comment: Some("«Martin» est écrit «Marin».".to_owned()),
        },
        DeclaredDefect {
            defect: Defect::PrintQuality,
            comment: None,
        },
    ]
}

fn all_defects() -> Vec<DeclaredDefect> {
    let long = "La carte que j’ai reçue ne correspond pas à ce que j’avais demandé : le texte est décalé vers la droite, \
                il recouvre le bord du cadre, et une partie des lettres manque. ";
    let strange = "Écrit avec un emoji 🙂 et en chinois 马丁, puis une adresse sans espace : \
                   https://example.org/une/adresse/tres/longue/qui/ne/finit/jamais/ou/presque/0123456789/0123456789";
    Defect::ALL
        .iter()
        .map(|defect| DeclaredDefect {
            defect: *defect,
            comment: Some(if *defect == Defect::Other {
                strange.to_owned()
            } else {
                long.repeat(3)
            }),
        })
        .collect()
}
