//! The page on which somebody is asked what a frontend may do for them.

use actix_web::HttpResponse;
use domain::labels::Label as _;
use domain::oauth::{AuthorizationError, ClientParty, redirect};
use persistence::Token;
use persistence::frontends::authorizing;

use super::{PATH, SEAL, TICKET, Visit, leading};
use crate::http::input::Form;
use crate::http::{Code, Problem};
use crate::routes::pages::forms::Button;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::{Fact, Section};

/// The buttons' name, and what they answer.
const DECISION: &str = "decision";
const AGREED: &str = "agree";
const DECLINED: &str = "decline";

/// The question: who would do what, where it leads, and that it can be taken back.
pub(super) fn page(visit: &Visit, ticket: &Token) -> Page {
    let Visit {
        hub,
        asked,
        kept,
        language,
        ..
    } = visit;
    let language = *language;
    let say = |fr, en| say(language, fr, en);
    let name = &asked.frontend.name;
    let question = format!(
        "{} {name} {}",
        say("Autoriser", "Let"),
        say("à agir pour vous\u{a0}?", "act for you?")
    );
    let whose = match asked.frontend.party {
        ClientParty::FirstParty => say(
            "C’est une application de ce service, installée sur votre appareil.",
            "It is an application of this service, installed on your device.",
        ),
        ClientParty::ThirdParty => say(
            "Cette application n’appartient pas à ce service. Ne continuez que si vous en venez à l’instant.",
            "This application does not belong to this service. Go on only if you have just come from it.",
        ),
    };
    let scopes = asked.asked.scopes.all().iter();
    let reach = scopes.map(|scope| scope.label(language).to_owned());
    let back = redirect::source(&asked.address).unwrap_or_default();
    let sections = vec![
        Section::new(say("Elle pourra", "It will be able to")).with_items(reach.collect()),
        Section::new(say("Ensuite", "Then"))
            .with_facts(vec![Fact::new(
                say("Vous serez renvoyé vers", "You will be led to"),
                back,
            )])
            .noting(say(
                "Vous pourrez retirer cet accord à tout moment, là où vous voyez vos sessions.",
                "You can take this back at any time, where you see your sessions.",
            )),
    ];
    let buttons = vec![
        Button::answering(say("Autoriser", "Allow"), DECISION, AGREED),
        Button::answering(say("Refuser", "Decline"), DECISION, DECLINED),
    ];
    Page::new(language, question, vec![whose.to_owned()])
        .with_sections(sections)
        .with_buttons(buttons)
        .with_hidden(SEAL, kept.seal())
        .with_hidden(TICKET, ticket.text())
        .sent_to(asked.on_site(hub, PATH))
        .leading_to(asked.source())
}

/// Somebody has decided. What is neither button is no decision.
pub(super) async fn decide(visit: &Visit, sent: &Form) -> Result<HttpResponse, Problem> {
    let hub = &visit.hub;
    let over = || Problem::new(Code::SignInPageOver);
    let agrees = match sent.values(DECISION).next() {
        Some(AGREED) => true,
        Some(DECLINED) => false,
        _ => return Err(over()),
    };
    let ticket = sent.values(TICKET).next().and_then(Token::parse).ok_or_else(over)?;
    let (frontend, secret) = (visit.asked.id, visit.kept.secret());
    let decided = hub
        .write(visit.author.clone(), move |tx| {
            Ok(authorizing::decide(tx, frontend, &ticket, &secret, agrees)?)
        })
        .await?
        .ok_or_else(over)?;
    let (address, state) = (&decided.redirect_uri, decided.state.as_deref());
    Ok(match decided.code {
        Some(code) => leading::with_code(hub, address, state, &code),
        None => leading::with_error(hub, address, state, AuthorizationError::AccessDenied),
    })
}
