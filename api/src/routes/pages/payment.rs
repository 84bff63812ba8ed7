//! `/sandbox/payments/{id}`: the page of the payment provider that the sandbox plays.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::Data;
use domain::ids::PaymentId;
use domain::people::Language;
use domain::words::Word;
use integrations::messages::render::money;
use integrations::payments::sandbox::TestCard;
use persistence::sandbox_payments::{SandboxPayment, Stage};

use super::forms::{Button, Group};
use super::inputs::Input;
use super::page::{Page, say};
use super::section::Link;
use crate::http::input::Form;
use crate::http::{InLanguage, InputFault, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::sandbox::decide_payment::{deliver, sandbox};

/// The field for the card's number.
const CARD: &str = "card_number";
/// What the two buttons of the confirmation answer.
const ANSWER: &str = "answer";
const CONFIRM: &str = "confirm";

/// What there is to do.
pub(super) async fn show(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<PaymentId>,
) -> HttpResponse {
    match found(&hub, id).await.and_then(|payment| page(&payment, language)) {
        Ok(page) => page.respond(StatusCode::OK),
        Err(problem) => Page::of_problem(&problem, language).respond(problem.code().status()),
    }
}

/// A card, or the answer to the bank.
pub(super) async fn pay(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<PaymentId>,
    sent: Form,
) -> HttpResponse {
    let problem = match paid(&hub, id, &sent).await {
        // Seen again by GET, so that reloading it pays nothing again.
        Ok(()) => {
            let here = format!("/sandbox/payments/{id}");
            return HttpResponse::SeeOther().insert_header((LOCATION, here)).finish();
        }
        Err(problem) => problem,
    };
    let status = problem.code().status();
    match found(&hub, id).await.and_then(|payment| page(&payment, language)) {
        Ok(page) => page.refused(&problem).respond(status),
        Err(problem) => Page::of_problem(&problem, language).respond(problem.code().status()),
    }
}

async fn found(hub: &Hub, id: PaymentId) -> Result<SandboxPayment, Problem> {
    Ok(sandbox(hub).find(id).await?)
}

async fn paid(hub: &Hub, id: PaymentId, sent: &Form) -> Result<(), Problem> {
    let (provider, now) = (sandbox(hub), hub.system.now());
    let stage = provider.find(id).await?.stage()?;
    let (_, report) = if stage == Stage::Confirming {
        let is_owner = sent.values(ANSWER).any(|answer| answer == CONFIRM);
        provider.confirm(id, is_owner, now).await?
    } else {
        let number = sent.values(CARD).next().unwrap_or_default();
        let card = TestCard::of_number(number).ok_or_else(|| Problem::at(format!("/{CARD}"), InputFault::Malformed))?;
        provider.take_card(id, card, now).await?
    };
    match report {
        Some(report) => deliver(hub, &provider, &report).await,
        None => Ok(()),
    }
}

fn page(payment: &SandboxPayment, language: Language) -> Result<Page, Problem> {
    let say = |fr, en| say(language, fr, en);
    let about = match language {
        Language::French => format!("Demande {} : {}.", payment.case_reference, price(payment, language)),
        Language::English => format!("Case {}: {}.", payment.case_reference, price(payment, language)),
    };
    let page = |title: &str, next: &str| Page::new(language, title, vec![about.clone(), next.to_owned()]);
    let page = match payment.stage()? {
        Stage::Open => card_form(
            page(say("Payer", "Pay"), say(NO_MONEY.0, NO_MONEY.1)),
            payment,
            language,
        ),
        Stage::Declined => {
            let declined = say(
                "La carte a été refusée. Essayez-en une autre, ou revenez au site.",
                "The card was declined. Try another, or go back to the site.",
            );
            card_form(page(say("Carte refusée", "Card declined"), declined), payment, language)
        }
        Stage::Confirming => page(
            say("Votre banque demande votre accord", "Your bank asks for your consent"),
            say(
                "Confirmez-vous ce paiement, comme dans l’application de votre banque ?",
                "Do you confirm this payment, as in your bank’s application?",
            ),
        )
        .with_buttons(vec![
            Button::answering(say("Je confirme", "I confirm"), ANSWER, CONFIRM),
            Button::answering(say("Je refuse", "I refuse"), ANSWER, "refuse"),
        ]),
        Stage::Captured => page(
            say("Paiement accepté", "Payment accepted"),
            say(
                "Vous pouvez revenir au site : votre demande continue.",
                "You can go back to the site: your case goes on.",
            ),
        ),
        Stage::Cancelled => page(
            say("Paiement abandonné", "Payment given up"),
            say("Rien n’est plus à payer ici.", "Nothing is to be paid here any more."),
        ),
        Stage::Refunded => page(
            say("Paiement remboursé", "Payment refunded"),
            say("L’argent a été rendu.", "The money was given back."),
        ),
    };
    let back = say("Revenir au site", "Go back to the site");
    Ok(page.with_link(Link::new(back, &payment.return_url)))
}

const NO_MONEY: (&str, &str) = (
    "Bac à sable : aucun argent ne circule, et seules les cartes d’essai ci-dessous sont acceptées.",
    "Sandbox: no money moves, and only the test cards below are taken.",
);

fn card_form(page: Page, payment: &SandboxPayment, language: Language) -> Page {
    let hints = TestCard::NUMBERS.iter().map(|(card, number)| {
        let outcome = match card {
            TestCard::Accepted => say(language, "acceptée", "accepted"),
            TestCard::Declined => say(language, "refusée", "declined"),
            TestCard::NeedsConfirmation => say(language, "à confirmer", "to be confirmed"),
        };
        format!("{number} : {outcome}")
    });
    let number = Input::new(CARD, say(language, "Numéro de carte", "Card number"))
        // No browser is to offer a real one.
        .filled_with("off")
        .hinting(hints.collect());
    let group = Group {
        inputs: vec![number],
        ..Group::default()
    };
    let label = format!("{} {}", say(language, "Payer", "Pay"), price(payment, language));
    page.with_groups(vec![group]).with_buttons(vec![Button::new(label)])
}

/// The amount, as it is read.
fn price(payment: &SandboxPayment, language: Language) -> String {
    money(payment.amount, payment.currency.name(), language)
}
