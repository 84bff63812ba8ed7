//! `/oauth/authorize` (RFC 6749, 4.1.1): people sign in on a page of the hub's, are asked what a frontend may do for them where
//! that is due, and are led back to it with a code.
//!
//! Three things keep others out. Whoever is led here by a request that names no registered frontend, or an address that is not
//! its own, is led nowhere. A form counts only from the browser in which its page was opened, which keeps a secret in a cookie
//! for it; nobody is signed in by that cookie. And the page stands in no frame.

mod asked;
mod browser;
mod consent;
mod forgotten;
mod leading;
mod sign_in;

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

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

/// Registers these pages.
pub(super) fn register(config: &mut ServiceConfig) {
    config.service(
        web::resource(PATH)
            .route(web::get().to(show))
            .route(web::post().to(send)),
    );
    config.service(
        web::resource(forgotten::PATH)
            .route(web::get().to(forgotten::show))
            .route(web::post().to(forgotten::send)),
    );
}

/// The page on which somebody signs in.
async fn show(hub: Data<Hub>, InLanguage(language): InLanguage, request: HttpRequest) -> HttpResponse {
    let asked = match Request::read(&hub, &request).await {
        Ok(asked) => asked,
        Err(stop) => return stopped(stop, &hub, language),
    };
    let kept = Kept::of(&request, &hub).unwrap_or_else(|| Kept::fresh(&hub));
    let page = sign_in::page(&hub, &asked, &kept, language, false);
    kept.remembered(page.respond(actix_web::http::StatusCode::OK), &hub)
}

/// A form of one of the two pages, filled in.
async fn send(
    hub: Data<Hub>,
    visitor: Visitor,
    from: ClientAddress,
    InLanguage(language): InLanguage,
    request: HttpRequest,
    sent: Form,
) -> HttpResponse {
    let asked = match Request::read(&hub, &request).await {
        Ok(asked) => asked,
        Err(stop) => return stopped(stop, &hub, language),
    };
    let seal = sent.values(SEAL).next().unwrap_or_default();
    let Some(kept) = Kept::of(&request, &hub).filter(|kept| kept.seal() == seal) else {
        return refused(&Problem::new(Code::SignInPageOver), language);
    };
    let answered = if sent.values(TICKET).next().is_some() {
        consent::decide(&hub, visitor, &asked, &kept, &sent).await
    } else {
        let browser = kept.browser(&request, from);
        sign_in::attempt(&hub, visitor, from, &asked, (&kept, browser), &sent, language).await
    };
    answered.unwrap_or_else(|problem| refused(&problem, language))
}

fn stopped(stop: Stop, hub: &Hub, language: domain::people::Language) -> HttpResponse {
    match stop {
        Stop::Here(problem) => refused(&problem, language),
        Stop::There { address, state, error } => leading::with_error(hub, &address, state.as_deref(), error),
    }
}

/// A page for what cannot be helped here.
fn refused(problem: &Problem, language: domain::people::Language) -> HttpResponse {
    Page::of_problem(problem, language).respond(problem.code().status())
}
