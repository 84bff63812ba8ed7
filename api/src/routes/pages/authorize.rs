//! `/oauth/authorize` (RFC 6749, 4.1.1): people sign in on a page of the hub's, are asked what a frontend may do for them where
//! that is due, and are led back to it with a code.
//!
//! Three things keep others out. Whoever is led here by a request that names no registered frontend, or an address that is not
//! its own, is led nowhere. What is sent counts only from the browser in which its page was opened, which keeps a secret in a
//! cookie for it; nobody is signed in by that cookie. And the page stands in no frame.
//!
//! There are three ways to say who one is: by a password ([`sign_in`]), at an identity provider ([`provider`]), by a passkey
//! ([`passkey`]). Each leads to the same question and to the same code.

mod asked;
mod browser;
mod consent;
mod forgotten;
mod leading;
mod passkey;
mod provider;
mod sign_in;

use actix_web::http::StatusCode;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use domain::people::Language;
use persistence::Author;
use persistence::frontends::authorizing::Browser;

use super::page::Page;
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{ClientAddress, Code, InLanguage, Problem};
use crate::hub::Hub;
use asked::{Request, Stop};
use browser::Kept;

/// Where people sign in.
const PATH: &str = "/oauth/authorize";
/// What the forms send along: that they come from the page that was opened here, and who is asked.
const SEAL: &str = "seal";
const TICKET: &str = "ticket";

/// Who comes to one of the pages, as far as every request says it.
type Came = (Data<Hub>, Visitor, ClientAddress, InLanguage);

/// Somebody on one of the pages.
struct Visit {
    hub: Data<Hub>,
    author: Author,
    from: ClientAddress,
    /// What the frontend asks that led them here.
    asked: Request,
    kept: Kept,
    browser: Browser,
    language: Language,
}

impl Visit {
    /// Of somebody who opens a page.
    async fn opened(came: Came, request: &HttpRequest) -> Result<Self, HttpResponse> {
        Self::kept_by(came, request, |hub| {
            Some(Kept::of(request, hub).unwrap_or_else(|| Kept::fresh(hub)))
        })
        .await
    }

    /// Of somebody who sends something from a page that was opened in the same browser, as its seal says.
    async fn sealed(came: Came, request: &HttpRequest, seal: Option<&str>) -> Result<Self, HttpResponse> {
        Self::kept_by(came, request, |hub| Kept::sealed(request, hub, seal)).await
    }

    /// With what the browser keeps; or the answer that is all there is to say.
    async fn kept_by(
        (hub, visitor, from, InLanguage(language)): Came,
        request: &HttpRequest,
        kept: impl FnOnce(&Hub) -> Option<Kept>,
    ) -> Result<Self, HttpResponse> {
        let asked = Request::read(&hub, request).await;
        let asked = asked.map_err(|stop| stopped(stop, &hub, language))?;
        let kept = kept(&hub).ok_or_else(|| refused(&Problem::new(Code::SignInPageOver), language))?;
        Ok(Self {
            author: visitor.author,
            from,
            asked,
            browser: kept.browser(request, from),
            kept,
            language,
            hub,
        })
    }
}

/// Registers these pages.
pub(super) fn register(config: &mut ServiceConfig) {
    config.service(
        web::resource(PATH)
            .route(web::get().to(show))
            .route(web::post().to(send)),
    );
    config.service(web::resource(format!("{PATH}/{{audience}}")).route(web::get().to(provider::begin)));
    config.service(
        web::resource(forgotten::PATH)
            .route(web::get().to(forgotten::show))
            .route(web::post().to(forgotten::send)),
    );
}

/// The page on which somebody signs in, or comes back to from an identity provider.
async fn show(came: Came, request: HttpRequest) -> HttpResponse {
    let visit = match Visit::opened(came, &request).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    let answer = match provider::Back::of(&request) {
        Some(back) => provider::arrive(&visit, back).await,
        None => sign_in::page(&visit, false).respond(StatusCode::OK),
    };
    visit.kept.remembered(answer, &visit.hub)
}

/// A form of one of the pages, filled in.
async fn send(came: Came, request: HttpRequest, sent: Form) -> HttpResponse {
    let visit = match Visit::sealed(came, &request, sent.values(SEAL).next()).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    let answered = if sent.values(TICKET).next().is_some() {
        consent::decide(&visit, &sent).await
    } else if let Err(problem) = visit.hub.limits.sign_in_on_page(visit.from) {
        Err(problem)
    } else if let Some(answer) = sent.values(passkey::ANSWER).next() {
        passkey::attempt(&visit, answer).await
    } else if let Some(code) = sent.values(provider::CODE).next() {
        Ok(provider::complete(&visit, code, &sent).await)
    } else {
        sign_in::attempt(&visit, &sent).await
    };
    answered.unwrap_or_else(|problem| refused(&problem, visit.language))
}

fn stopped(stop: Stop, hub: &Hub, language: Language) -> HttpResponse {
    match stop {
        Stop::Here(problem) => refused(&problem, language),
        Stop::There { address, state, error } => leading::with_error(hub, &address, state.as_deref(), error),
    }
}

/// A page for what cannot be helped here.
fn refused(problem: &Problem, language: Language) -> HttpResponse {
    Page::of_problem(problem, language).respond(problem.code().status())
}
