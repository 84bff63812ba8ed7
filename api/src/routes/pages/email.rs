//! `/change-email/{token}`, `/keep-email/{token}`: each asks once more, since programs open links too.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use domain::people::Language;

use super::page::{Page, say};
use crate::auth::Visitor;
use crate::http::{InLanguage, PathOf, Problem};
use crate::hub::Hub;
use crate::routes::accounts::email_link::{CONFIRMATION, OBJECTION};
use crate::routes::links::LinkToken;

/// The question whether the address is the driver's.
pub(super) async fn show_change(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> HttpResponse {
    answered(CONFIRMATION.works(&hub, &path).await, change_page, language)
}

/// It is.
pub(super) async fn change(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> HttpResponse {
    answered(CONFIRMATION.follow(&hub, &visitor, &path).await, changed_page, language)
}

/// The question whether the change is to be refused.
pub(super) async fn show_objection(
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> HttpResponse {
    answered(OBJECTION.works(&hub, &path).await, objection_page, language)
}

/// It is.
pub(super) async fn object(
    hub: Data<Hub>,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(path): PathOf<LinkToken>,
) -> HttpResponse {
    answered(OBJECTION.follow(&hub, &visitor, &path).await, objected_page, language)
}

fn answered(done: Result<(), Problem>, page: fn(Language) -> Page, language: Language) -> HttpResponse {
    match done {
        Ok(()) => page(language).respond(StatusCode::OK),
        Err(problem) => Page::of_problem(&problem, language).respond(problem.code().status()),
    }
}

fn change_page(language: Language) -> Page {
    let question = say(
        language,
        "Confirmez que l’on se connecte à votre compte de conducteur avec l’adresse où vous avez reçu ce lien.",
        "Confirm that your driver’s account is signed in to with the address at which you received this link.",
    );
    Page::new(
        language,
        say(language, "Confirmer mon adresse", "Confirm my address"),
        vec![question.to_owned()],
    )
    .with_form(Vec::new(), say(language, "Confirmer", "Confirm"))
}

fn objection_page(language: Language) -> Page {
    let question = say(
        language,
        "Une autre adresse électronique a été donnée pour votre compte. Si ce n’était pas vous, refusez ce changement : \
         toutes les sessions seront fermées, et vous choisirez un autre mot de passe.",
        "Another email address was given for your account. If it was not you, refuse this change: all sessions are ended, \
         and you choose another password.",
    );
    Page::new(
        language,
        say(
            language,
            "Refuser le changement d’adresse",
            "Refuse the change of address",
        ),
        vec![question.to_owned()],
    )
    .with_form(Vec::new(), say(language, "Refuser ce changement", "Refuse this change"))
}

fn changed_page(language: Language) -> Page {
    let next = say(
        language,
        "Connectez-vous désormais avec cette adresse. Votre mot de passe n’a pas changé.",
        "Sign in with this address from now on. Your password has not changed.",
    );
    let title = say(language, "Adresse confirmée", "Address confirmed");
    Page::new(language, title, vec![next.to_owned()])
}

fn objected_page(language: Language) -> Page {
    let next = say(
        language,
        "Votre adresse reste celle du compte. Un message vous y attend, avec un lien pour choisir un autre mot de passe.",
        "Your address stays that of the account. A message waits for you there, with a link to choose another password.",
    );
    let title = say(language, "Changement refusé", "Change refused");
    Page::new(language, title, vec![next.to_owned()])
}
