//! `/oauth/forgotten-password`: somebody who wants to sign in on the hub's page does not know their password.
//!
//! The page leads back to nothing but the hub's own sign-in page, for the request that it was opened for.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use domain::people::Language;

use super::PATH as SIGN_IN;
use super::asked::Request;
use crate::auth::Visitor;
use crate::http::input::{Form, Part, read_document};
use crate::http::{ClientAddress, InLanguage, InputFault, Problem};
use crate::hub::Hub;
use crate::routes::pages::forms::Group;
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::Link;
use crate::routes::sign_in::request_password_reset;
use crate::routes::sign_in::session_view::EmailAddress;

/// The address of the page for a forgotten password.
pub(super) const PATH: &str = "/oauth/forgotten-password";
/// The field for the address.
const EMAIL: &str = "email";

/// What leads to this page from the one on which somebody signs in.
pub(super) fn link(hub: &Hub, asked: &Request, language: Language) -> Link {
    let label = say(language, "Mot de passe oublié ?", "Forgotten your password?");
    Link::new(label, asked.on_site(hub, PATH))
}

/// The form in which somebody asks for a link.
pub(super) async fn show(hub: Data<Hub>, InLanguage(language): InLanguage, request: HttpRequest) -> HttpResponse {
    let back = back(&hub, &request, language).await;
    leading(form(language), back).respond(StatusCode::OK)
}

/// The form, filled in. What is answered is the same whoever has the address.
pub(super) async fn send(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    InLanguage(language): InLanguage,
    request: HttpRequest,
    sent: Form,
) -> HttpResponse {
    let back = back(&hub, &request, language).await;
    match asked(&hub, visitor, from, &sent).await {
        Ok(()) => leading(sent_page(language), back).respond(StatusCode::OK),
        Err(problem) => {
            let page = form(language).refilled(&sent).refused(&problem);
            leading(page, back).respond(problem.code().status())
        }
    }
}

async fn asked(hub: &Hub, visitor: Visitor, from: ClientAddress, sent: &Form) -> Result<(), Problem> {
    let named: EmailAddress = read_document(&sent.document(|name| match name {
        EMAIL => Part::Text,
        _ => Part::Elsewhere,
    }))?;
    if named.email.trim().is_empty() {
        return Err(Problem::at(format!("/{EMAIL}"), InputFault::Missing));
    }
    hub.limits.ask_on_page(from)?;
    request_password_reset::send_link(hub, visitor.author, from, &named).await
}

/// Back to where somebody signs in; nowhere where the page was not opened for a request that may be answered.
async fn back(hub: &Hub, request: &HttpRequest, language: Language) -> Option<Link> {
    let asked = Request::read(hub, request).await.ok()?;
    let label = say(language, "Revenir à la connexion", "Back to signing in");
    Some(Link::new(label, asked.on_site(hub, SIGN_IN)))
}

fn leading(page: Page, back: Option<Link>) -> Page {
    match back {
        Some(back) => page.with_link(back),
        None => page,
    }
}

fn form(language: Language) -> Page {
    let about = say(
        language,
        "Écrivez l’adresse électronique de votre compte. Vous y recevrez un lien pour choisir un autre mot de passe.",
        "Write the email address of your account. You will get a link there to choose another password.",
    );
    let email = Input::new(EMAIL, say(language, "Adresse électronique", "Email address"));
    let group = Group {
        inputs: vec![email.of_kind("email").filled_with("username")],
        ..Group::default()
    };
    let title = say(language, "Mot de passe oublié", "Forgotten password");
    Page::new(language, title, vec![about.to_owned()])
        .with_form(vec![group], say(language, "Recevoir le lien", "Send me the link"))
}

fn sent_page(language: Language) -> Page {
    let next = [
        say(
            language,
            "Si un compte a cette adresse, un message y arrive dans les minutes qui viennent. Son lien reste valable \
             trois jours.",
            "If an account has this address, a message arrives there within minutes. Its link works for three days.",
        ),
        say(
            language,
            "Ouvrez-le, choisissez un mot de passe, puis revenez ici ou dans votre application pour vous connecter.",
            "Open it, choose a password, then come back here or to your application to sign in.",
        ),
        say(
            language,
            "Rien n’arrive ? Regardez parmi les courriers indésirables, et vérifiez que c’est bien l’adresse de votre \
             compte. Personne d’autre que vous n’apprend ici si un compte existe.",
            "Does nothing arrive? Look among unwanted mail, and check that it is the address of your account. Nobody but \
             you learns here whether there is an account.",
        ),
    ];
    let title = say(language, "Regardez vos messages", "Look into your mailbox");
    Page::new(language, title, next.map(str::to_owned).into())
}
