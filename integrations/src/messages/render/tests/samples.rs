//! One of each message, about the people of the samples.

use std::fmt::Write as _;

use domain::case::ItemTarget;
use domain::ids::{AttestationId, CardId, CaseId, CertificateId};
use domain::notification::LinkRel as Rel;
use domain::rules::documents::DocumentType;
use domain::rules::invoices::InvoiceKind;
use domain::webhook::PauseReason;
use uuid::Uuid;

use super::super::*;
use crate::messages::content::{
    Addressee, Card, Case, Certificate, Content, Invoice, Item, Money, OneTimeLink, Training,
};

pub(super) fn service(specimen: bool) -> Branding {
    Branding {
        name: "CQC Hub".into(),
        contact: "contact@example.org".into(),
        link_base: "https://cqc.example.org/".into(),
        has_frontend: true,
        specimen,
    }
}

pub(super) fn texts() -> Texts {
    Texts::new(service(false)).expect("templates that parse")
}

pub(super) fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0197_0000_0000_7000_8000_0000_0000_0000 + last)
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(super) fn link(rel: Rel) -> OneTimeLink {
    let expires_at = "2026-11-25T09:04:00Z".parse().expect("an instant");
    OneTimeLink {
        rel,
        token: "s3cr3t-t0k3n".into(),
        expires_at,
    }
}

pub(super) fn case(kind: case::Kind) -> Case {
    Case {
        id: CaseId(id(1)),
        reference: "CQC-2026-7K3M9P".into(),
        kind,
    }
}

pub(super) fn cqc() -> Case {
    case(case::Kind::Cqc)
}

pub(super) fn loss() -> Case {
    case(case::Kind::Loss)
}

pub(super) fn training() -> Training {
    Training {
        id: AttestationId(id(2)),
        training_type: TrainingType::Fco,
        sector: Sector::Goods,
        ended_on: day("2026-11-20"),
    }
}

pub(super) fn certificate() -> Certificate {
    Certificate {
        id: CertificateId(id(3)),
        sector: Sector::Passengers,
        valid_from: day("2026-11-01"),
        valid_until: day("2027-03-01"),
    }
}

pub(super) fn card() -> Card {
    Card {
        id: CardId(id(4)),
        number: "FR261234567X".into(),
    }
}

pub(super) fn item(target: &str, reason: &str) -> Item {
    Item {
        target: target.parse().expect("a target"),
        reason: reason.into(),
    }
}

pub(super) fn items() -> Vec<Item> {
    vec![
        item(
            "document:photo",
            "Le visage n’est pas entier : reprenez la photo de face.",
        ),
        item("field:birth_place", "Différent de la pièce d’identité"),
        item("question", "Avez-vous changé de nom ?"),
    ]
}

pub(super) fn money(amount: i64) -> Money {
    Money {
        amount,
        currency: "EUR".into(),
    }
}

/// One content of every kind, and a second one where the text depends on it.
#[expect(clippy::too_many_lines, reason = "one entry per kind")]
pub(super) fn samples() -> Vec<Content> {
    let answer_before = day("2027-01-21");
    let expires_on = day("2026-12-06");
    vec![
        Content::AccountReceived,
        Content::RegistrationAttempted,
        Content::AccountCorrection {
            items: items(),
            link: Some(link(Rel::CorrectAccount)),
            answer_before,
        },
        Content::ChoosePassword {
            link: link(Rel::ChoosePassword),
        },
        Content::AccountExpiring {
            link: link(Rel::CorrectAccount),
            closes_on: expires_on,
        },
        Content::AccountExpiring {
            link: link(Rel::ChoosePassword),
            closes_on: expires_on,
        },
        Content::AccountRejected {
            reason: "Le permis transmis n’est pas le vôtre.".into(),
        },
        Content::AccountClosed { reason: None },
        Content::AccountClosed {
            reason: Some("Adresse électronique erronée : vous vous êtes inscrite une seconde fois.".into()),
        },
        Content::PasswordReset {
            link: link(Rel::ResetPassword),
        },
        Content::NewPasswordNeeded {
            link: link(Rel::ResetPassword),
        },
        Content::PasswordChanged,
        Content::NewSignIn {
            program: Some("Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Gecko/20100101 Firefox/149.0".into()),
            signed_in_at: "2026-11-22T09:04:00Z".parse().expect("an instant"),
        },
        Content::NewSignIn {
            program: None,
            signed_in_at: "2026-11-22T09:04:00Z".parse().expect("an instant"),
        },
        Content::PasskeyAdded,
        Content::PasskeyRemoved,
        Content::SecondFactorAdded,
        Content::SecondFactorRemoved,
        Content::IdentityLinked,
        Content::IdentityUnlinked,
        Content::WebhookPaused {
            url: "https://systems.abskill.example/cqc-hub".into(),
            path: "/v1/webhook-endpoints/01993d1f-5b6a-7a02-9c0d-0a1b2c3d4e5f".into(),
            reason: PauseReason::Failing,
            centre: Some("ABSKILL Lyon".into()),
            frontend: None,
        },
        Content::WebhookPaused {
            url: "https://systems.abskill.example/cqc-hub".into(),
            path: "/v1/webhook-endpoints/01993d1f-5b6a-7a02-9c0d-0a1b2c3d4e5f".into(),
            reason: PauseReason::Gone,
            centre: None,
            frontend: None,
        },
        Content::WebhookPaused {
            url: "https://systems.abskill.example/cqc-hub".into(),
            path: "/v1/webhook-endpoints/01993d1f-5b6a-7a02-9c0d-0a1b2c3d4e5f".into(),
            reason: PauseReason::CentreInactive,
            centre: Some("ABSKILL Lyon".into()),
            frontend: None,
        },
        Content::WebhookPaused {
            url: "https://transplanning.example/cqc-hub".into(),
            path: "/v1/webhook-endpoints/01993d1f-5b6a-7a02-9c0d-0a1b2c3d4e5f".into(),
            reason: PauseReason::FrontendInactive,
            centre: None,
            frontend: Some("TransPlanning".into()),
        },
        Content::EmailConfirmation {
            link: link(Rel::ChangeEmail),
        },
        Content::EmailChangeRequested {
            link: link(Rel::KeepEmail),
        },
        Content::EmailChanged {
            link: Some(link(Rel::KeepEmail)),
        },
        Content::EmailChanged { link: None },
        Content::AccountSuspended {
            reason: "Usurpation d’identité signalée".into(),
        },
        Content::AccountReactivated,
        Content::ExportReady {
            available_until: day("2026-11-29"),
        },
        Content::ShareLookedAt,
        Content::RecapAvailable { training: training() },
        Content::AttestationWithdrawn {
            training: training(),
            case: None,
        },
        Content::AttestationWithdrawn {
            training: training(),
            case: Some(cqc()),
        },
        Content::CertificateIssued {
            certificate: certificate(),
        },
        Content::CertificateExpiring {
            certificate: certificate(),
            card: None,
        },
        Content::CertificateExpiring {
            certificate: certificate(),
            card: Some(card()),
        },
        Content::CaseSubmitted { case: cqc() },
        Content::DocumentRefused {
            case: cqc(),
            documents: vec![ItemTarget::Document(DocumentType::IdentityDocument)],
        },
        Content::InformationRequested {
            case: cqc(),
            items: items(),
            answer_before,
        },
        Content::CaseRejected {
            case: cqc(),
            reason: "Photo non conforme".into(),
            refund: None,
        },
        Content::CaseRejected {
            case: case(case::Kind::Theft),
            reason: "Déclaration illisible".into(),
            refund: Some(money(3000)),
        },
        Content::CaseCancelled {
            case: loss(),
            refund: None,
        },
        Content::CaseCancelled {
            case: case(case::Kind::Theft),
            refund: Some(money(3000)),
        },
        Content::CaseExpired {
            case: cqc(),
            refund: None,
        },
        Content::CaseExpired {
            case: case(case::Kind::Theft),
            refund: Some(money(3000)),
        },
        Content::CaseExpired {
            case: case(case::Kind::Quality),
            refund: None,
        },
        Content::CaseExpired {
            case: case(case::Kind::Undelivered),
            refund: None,
        },
        Content::DraftExpiring {
            case: cqc(),
            expires_on,
        },
        Content::AnswerExpiring {
            case: cqc(),
            expires_on,
        },
        Content::PaymentExpiring {
            case: loss(),
            amount: money(3000),
            expires_on,
        },
        Content::CardReturnExpiring {
            case: case(case::Kind::Quality),
            expires_on,
        },
        Content::ReturnCoupon {
            case: case(case::Kind::Quality),
            send_before: answer_before,
        },
        Content::QualityAtYourCharge {
            case: case(case::Kind::Quality),
            items: items(),
            answer_before,
        },
        Content::PaymentReceived {
            case: loss(),
            amount: money(3000),
        },
        Content::InvoiceIssued {
            invoice: Invoice {
                id: id(5),
                number: "F2026-000001".into(),
                kind: InvoiceKind::Invoice,
            },
            case: loss(),
            amount: money(3000),
        },
        Content::InvoiceIssued {
            invoice: Invoice {
                id: id(6),
                number: "A2026-000001".into(),
                kind: InvoiceKind::CreditNote,
            },
            case: loss(),
            amount: money(3000),
        },
        Content::RefundDue {
            case: loss(),
            amount: money(3000),
        },
        Content::RefundMade {
            case: loss(),
            amount: money(123_450),
        },
        Content::CardShipped {
            card: card(),
            tracking_number: "LP123456789FR".into(),
        },
        Content::CardNotActivated {
            card: card(),
            posted_on: day("2026-11-24"),
        },
        Content::CardUndelivered {
            case: case(case::Kind::Undelivered),
            answer_before,
        },
        Content::CardRevoked {
            card: card(),
            reason: RevocationReason::Fraud,
        },
        Content::CardExpiring {
            card: card(),
            sectors: vec![Sector::Goods, Sector::Passengers],
            expires_on,
        },
    ]
}

pub(super) fn letter(content: Content, language: Language) -> Letter {
    Letter {
        addressee: Addressee {
            first_names: "Camille Jeanne".into(),
            surname: "Martin".into(),
        },
        language,
        content,
        attachments: Vec::new(),
    }
}

/// Every text of a content, as its reader would see it; no-break spaces shown as `~`.
pub(super) fn shown(texts: &Texts, content: &Content, language: Language) -> String {
    let letter = letter(content.clone(), language);
    let kind = content.kind();
    let mail = texts.email(&letter).expect("a mail");
    let mut shown = format!("== mail ({language})\n{}\n\n{}", mail.subject, mail.text);
    if kind.by_sms() {
        let sms = texts.sms(&letter).expect("an SMS");
        write!(shown, "\n== sms ({language})\n{sms}\n").expect("text grows");
    }
    if kind.in_app() {
        let notice = Texts::notice(kind, language).expect("a notice");
        write!(shown, "\n== notice ({language})\n{}\n{}\n", notice.title, notice.text).expect("text grows");
    }
    shown.replace('\u{a0}', "~")
}
