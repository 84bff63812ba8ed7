//! The page on which somebody signs in for a frontend, by a password or by one of the other ways that it names.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use domain::rules::contact::fold_email;
use persistence::frontends::authorizing::{self, Outcome};
use persistence::sign_in::Shown;

use super::{PATH, SEAL, Visit, consent, forgotten, leading, passkey, provider};
use crate::http::input::Form;
use crate::http::{Code, Problem};
use crate::routes::pages::forms::Group;
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::ways::Ways;
use crate::routes::sign_in::sign_in_with_password;

/// The longest that is looked at of what somebody typed.
const LONGEST: usize = 1_024;

/// The form; with a field for the code of a second factor where one is needed.
pub(super) fn page(visit: &Visit, asks_code: bool) -> Page {
    let say = |fr, en| say(visit.language, fr, en);
    let why = format!(
        "{} {}. {}",
        say("Vous vous connectez pour utiliser", "You sign in to use"),
        visit.asked.frontend.name,
        say(
            "Votre mot de passe reste ici\u{a0}: cette application ne le voit pas.",
            "Your password stays here: that application does not see it."
        )
    );
    let email = Input::new("email", say("Adresse électronique", "Email address"));
    let email = email.of_kind("email").filled_with("username");
    let password = Input::new("password", say("Mot de passe", "Password"));
    let password = password.of_kind("password").filled_with("current-password");
    let group = Group {
        inputs: [email, password]
            .into_iter()
            .chain(asks_code.then(|| code(visit)))
            .collect(),
        ..Group::default()
    };
    let heading = say("Autres façons de se connecter", "Other ways to sign in");
    let ways = Ways::new(heading, provider::links(visit)).with_passkey(passkey::way(visit));
    Page::new(visit.language, say("Se connecter", "Sign in"), vec![why])
        .with_form(vec![group], say("Se connecter", "Sign in"))
        .with_hidden(SEAL, visit.kept.seal())
        .with_ways(ways)
        .with_link(forgotten::link(&visit.hub, &visit.asked, visit.language))
        .sent_to(visit.asked.on_site(&visit.hub, PATH))
        .leading_to(visit.asked.source())
}

/// The field for the code of a second factor.
pub(super) fn code(visit: &Visit) -> Input {
    let say = |fr, en| say(visit.language, fr, en);
    let hint = say(
        "Celui qu’affiche votre application d’authentification, ou un code de secours.",
        "The one that your authenticator shows, or a recovery code.",
    );
    Input::new("code", say("Code", "Code"))
        .filled_with("one-time-code")
        .hinting(vec![hint.to_owned()])
}

/// The code that was typed, if there is one.
pub(super) fn typed_code(sent: &Form) -> Option<String> {
    let typed = typed(sent, "code").trim();
    (!typed.is_empty()).then(|| typed.to_owned())
}

fn typed<'f>(sent: &'f Form, name: &'f str) -> &'f str {
    let typed = sent.values(name).next();
    typed.filter(|typed| typed.len() <= LONGEST).unwrap_or_default()
}

/// Somebody signs in by a password.
pub(super) async fn attempt(visit: &Visit, sent: &Form) -> Result<HttpResponse, Problem> {
    let answered = match settled(visit, sent).await {
        Ok(outcome) => answer(visit, outcome),
        Err(problem) => Err(problem),
    };
    Ok(answered.unwrap_or_else(|problem| again(visit, Some(sent), &worded(problem))))
}

/// What somebody sees who is known, or the reason why they are not let in.
pub(super) fn answer(visit: &Visit, outcome: Outcome) -> Result<HttpResponse, Problem> {
    Err(match outcome {
        Outcome::Ready(code) => {
            let (address, state) = (&visit.asked.address, visit.asked.asked.state.as_deref());
            return Ok(leading::with_code(&visit.hub, address, state, &code));
        }
        Outcome::AskConsent(ticket) => return Ok(consent::page(visit, &ticket).respond(StatusCode::OK)),
        Outcome::CodeNeeded => Problem::new(Code::SecondFactorNeeded),
        Outcome::Suspended => Problem::new(Code::AccountSuspended),
        Outcome::NotLinked => Problem::new(Code::IdentityNotLinked),
        Outcome::SomebodyElse => Problem::new(Code::IdentityMismatch),
        Outcome::ForDrivers => Problem::new(Code::Forbidden).because(
            "Cette application est faite pour les conducteurs\u{a0}: elle ne peut rien pour un agent.",
            "This application is made for drivers: it can do nothing for staff.",
        ),
        Outcome::WrongCode | Outcome::Refused => Problem::new(Code::InvalidCredentials),
    })
}

/// In the words of somebody who typed a password.
fn worded(problem: Problem) -> Problem {
    match problem.code() {
        Code::SecondFactorNeeded => problem.because(
            "Le mot de passe est juste. Écrivez-le encore une fois, avec le code qu’affiche votre application d’authentification.",
            "The password is right. Write it once more, with the code that your authenticator shows.",
        ),
        Code::InvalidCredentials => problem.because(
            "L’adresse et le mot de passe (ou le code) ne vont pas ensemble. Vérifiez-les, ou demandez un nouveau mot de passe.",
            "The address and the password (or the code) do not belong together. Check them, or ask for another password.",
        ),
        _ => problem,
    }
}

/// What became of an attempt. A wrong code counts like a wrong password: there are but a million of them.
async fn settled(visit: &Visit, sent: &Form) -> Result<Outcome, Problem> {
    let hub = &visit.hub;
    let email = fold_email(typed(sent, "email"));
    let tried = sign_in_with_password::attempt(hub, email, visit.from, typed(sent, "password"));
    let (attempt, password_fits, counted) = tried.await?;
    let (seal, wanted, browser) = (hub.auth.seal(), visit.asked.wanted(), visit.browser.clone());
    let code = typed_code(sent);
    let outcome = hub
        .write(visit.author.clone(), move |tx| {
            let shown = Shown {
                password_fits,
                code: code.as_deref(),
                seal: &seal,
            };
            Ok(authorizing::sign_in(tx, &attempt, &shown, &wanted, &browser)?)
        })
        .await;
    if !matches!(outcome, Ok(Outcome::Refused)) {
        counted.does_not_count();
    }
    outcome
}

/// The form once more, with what was wrong and the email that was typed; never the password.
pub(super) fn again(visit: &Visit, sent: Option<&Form>, problem: &Problem) -> HttpResponse {
    let had_code = sent.is_some_and(|sent| sent.values("code").next().is_some());
    let page = page(visit, problem.code() == Code::SecondFactorNeeded || had_code);
    let page = match sent {
        Some(sent) => page.keeping("email", sent),
        None => page,
    };
    page.refused(problem).respond(problem.code().status())
}
