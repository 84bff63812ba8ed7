//! Signing in by a passkey on the hub's page. What the authenticator is to sign is asked for, and its answer sent, by a script of
//! the page's own, in the browser in which the page was opened: what that keeps in its cookie is shown with the answer.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use domain::passkey::CeremonyPurpose;
use persistence::frontends::authorizing::{self, Outcome};
use persistence::passkeys::ceremonies;
use persistence::passkeys::sign_in::Attempt;

use super::{SEAL, Visit, sign_in};
use crate::http::{Code, Problem};
use crate::routes::pages::page::say;
use crate::routes::pages::ways::Passkey;
use crate::routes::passkeys::answers::AuthenticationResponseJSON;
use crate::routes::passkeys::options::RequestOptions;
use crate::routes::passkeys::{relying_party, sign_in as shown};

/// What carries the authenticator's answer; empty where it is to be asked.
pub(super) const ANSWER: &str = "passkey";

/// The way by a passkey, where staff are let in, who have them.
pub(super) fn way(visit: &Visit) -> Option<Passkey> {
    let settings = visit.hub.settings.passkeys.as_ref()?;
    if !visit.asked.asked.scopes.permit(None) {
        return None;
    }
    let say = |fr, en| say(visit.language, fr, en);
    let passkey = Passkey::new(settings.domain.clone(), [SEAL, ANSWER], visit.kept.seal());
    Some(passkey.saying(
        say("Utiliser une clé d’accès (agents)", "Use a passkey (staff)"),
        say(
            "Aucune clé d’accès n’a été présentée. Recommencez, ou connectez-vous autrement.",
            "No passkey was shown. Begin again, or sign in another way.",
        ),
    ))
}

/// The script asks what to sign, or sends what was signed.
pub(super) async fn attempt(visit: &Visit, answer: &str) -> Result<HttpResponse, Problem> {
    if answer.is_empty() {
        return ask(visit).await;
    }
    let answered = match settled(visit, answer).await {
        Ok(outcome) => sign_in::answer(visit, outcome),
        Err(problem) => Err(problem),
    };
    Ok(answered.unwrap_or_else(|problem| sign_in::again(visit, None, &worded(problem))))
}

/// What the authenticator is to sign.
async fn ask(visit: &Visit) -> Result<HttpResponse, Problem> {
    let hub = &visit.hub;
    let (asked, state) = relying_party(hub)?.ask_to_sign_in()?;
    let (seal, secret) = (hub.auth.seal(), visit.kept.secret());
    hub.write(visit.author.clone(), move |tx| {
        Ok(ceremonies::begin_in_browser(tx, &seal, &secret, &state)?)
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(RequestOptions::from(asked)))
}

async fn settled(visit: &Visit, answer: &str) -> Result<Outcome, Problem> {
    let hub = &visit.hub;
    let credential: AuthenticationResponseJSON =
        serde_json::from_str(answer).map_err(|_| Problem::new(Code::InvalidCredentials))?;
    let asked = (CeremonyPurpose::Authorize, Some(visit.kept.secret()));
    let (passkey, proof) = shown::shown(hub, visit.author.clone(), asked, &credential).await?;
    let attempt = Attempt {
        passkey,
        proof,
        network: visit.browser.network,
        user_agent: visit.browser.user_agent.clone(),
    };
    let (seal, wanted, browser) = (hub.auth.seal(), visit.asked.wanted(), visit.browser.clone());
    hub.write(visit.author.clone(), move |tx| {
        Ok(authorizing::by_passkey(tx, &seal, &attempt, &wanted, &browser)?)
    })
    .await
}

/// In the words of somebody who showed a passkey.
fn worded(problem: Problem) -> Problem {
    match problem.code() {
        Code::InvalidCredentials => problem.because(
            "Cette clé d’accès n’ouvre rien ici, ou sa réponse est venue trop tard. Recommencez, ou connectez-vous autrement.",
            "This passkey opens nothing here, or its answer came too late. Begin again, or sign in another way.",
        ),
        _ => problem,
    }
}
