//! The page on which somebody signs in for a frontend.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use domain::people::Language;
use domain::rules::contact::fold_email;
use persistence::frontends::authorizing::{self, Browser, Outcome};
use persistence::sign_in::Shown;

use super::asked::Request;
use super::browser::Kept;
use super::{SEAL, consent, forgotten, leading};
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{ClientAddress, Code, Problem};
use crate::hub::Hub;
use crate::routes::pages::forms::Group;
use crate::routes::pages::inputs::Input;
use crate::routes::pages::page::{Page, say};
use crate::routes::sign_in::sign_in_with_password;

/// The longest that is looked at of what somebody typed.
const LONGEST: usize = 1_024;

/// The form; with a field for the code of a second factor where one is needed.
pub(super) fn page(hub: &Hub, asked: &Request, kept: &Kept, language: Language, asks_code: bool) -> Page {
    let say = |fr, en| say(language, fr, en);
    let why = format!(
        "{} {}. {}",
        say("Vous vous connectez pour utiliser", "You sign in to use"),
        asked.frontend.name,
        say(
            "Votre mot de passe reste ici\u{a0}: cette application ne le voit pas.",
            "Your password stays here: that application does not see it."
        )
    );
    let email = Input::new("email", say("Adresse électronique", "Email address"));
    let email = email.of_kind("email").filled_with("username");
    let password = Input::new("password", say("Mot de passe", "Password"));
    let password = password.of_kind("password").filled_with("current-password");
    let code = asks_code.then(|| {
        let code = Input::new("code", say("Code", "Code")).filled_with("one-time-code");
        let hint = say(
            "Celui qu’affiche votre application d’authentification, ou un code de secours.",
            "The one that your authenticator shows, or a recovery code.",
        );
        code.hinting(vec![hint.to_owned()])
    });
    let group = Group {
        inputs: [email, password].into_iter().chain(code).collect(),
        ..Group::default()
    };
    Page::new(language, say("Se connecter", "Sign in"), vec![why])
        .with_form(vec![group], say("Se connecter", "Sign in"))
        .with_hidden(SEAL, kept.seal())
        .with_link(forgotten::link(hub, asked, language))
        .leading_to(asked.source())
}

/// Somebody signs in.
pub(super) async fn attempt(
    hub: &Hub,
    visitor: Visitor,
    from: ClientAddress,
    asked: &Request,
    (kept, browser): (&Kept, Browser),
    sent: &Form,
    language: Language,
) -> Result<HttpResponse, Problem> {
    let typed = |name| {
        sent.values(name)
            .next()
            .filter(|typed| typed.len() <= LONGEST)
            .unwrap_or_default()
    };
    let email = fold_email(typed("email"));
    let outcome = match settled(
        hub,
        visitor,
        from,
        asked,
        browser,
        (email, typed("password"), typed("code")),
    )
    .await
    {
        Ok(outcome) => outcome,
        Err(problem) => return Ok(again(hub, asked, kept, sent, &problem, language)),
    };
    let problem = match outcome {
        Outcome::Ready(code) => {
            let state = asked.asked.state.as_deref();
            return Ok(leading::with_code(hub, &asked.address, state, &code));
        }
        Outcome::AskConsent(ticket) => {
            return Ok(consent::page(asked, kept, &ticket, language).respond(StatusCode::OK));
        }
        Outcome::CodeNeeded => Problem::new(Code::SecondFactorNeeded).because(
            "Le mot de passe est juste. Écrivez-le encore une fois, avec le code qu’affiche votre application d’authentification.",
            "The password is right. Write it once more, with the code that your authenticator shows.",
        ),
        Outcome::Suspended => Problem::new(Code::AccountSuspended),
        Outcome::ForDrivers => Problem::new(Code::Forbidden).because(
            "Cette application est faite pour les conducteurs\u{a0}: elle ne peut rien pour un agent.",
            "This application is made for drivers: it can do nothing for staff.",
        ),
        Outcome::Refused => Problem::new(Code::InvalidCredentials).because(
            "L’adresse et le mot de passe (ou le code) ne vont pas ensemble. Vérifiez-les, ou demandez un nouveau mot de passe.",
            "The address and the password (or the code) do not belong together. Check them, or ask for another password.",
        ),
    };
    Ok(again(hub, asked, kept, sent, &problem, language))
}

/// What became of an attempt. A wrong code counts like a wrong password: there are but a million of them.
async fn settled(
    hub: &Hub,
    visitor: Visitor,
    from: ClientAddress,
    asked: &Request,
    browser: Browser,
    (email, password, code): (String, &str, &str),
) -> Result<Outcome, Problem> {
    let (attempt, password_fits, counted) = sign_in_with_password::attempt(hub, email, from, password).await?;
    let (seal, wanted) = (hub.auth.seal(), asked.wanted());
    let code = Some(code.trim().to_owned()).filter(|code| !code.is_empty());
    let outcome = hub
        .write(visitor.author, move |tx| {
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
fn again(hub: &Hub, asked: &Request, kept: &Kept, sent: &Form, problem: &Problem, language: Language) -> HttpResponse {
    let asks_code = problem.code() == Code::SecondFactorNeeded || sent.values("code").next().is_some();
    let page = page(hub, asked, kept, language, asks_code).keeping("email", sent);
    page.refused(problem).respond(problem.code().status())
}
