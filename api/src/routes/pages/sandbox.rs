//! The sandbox's pages: what was mailed and texted, the back office's desk and the card factory, so that one person can
//! play every side.
//!
//! Whoever opens them is the sandbox's agent, supervisor and factory, without a password: the production profile has
//! none of them. Each form says in which role it is sent.

mod account;
mod accounts;
mod card;
mod case;
mod factory;
mod facts;
mod index;
mod items;
mod links;
mod mailbox;
mod own_form;
mod players;
mod returns;
mod submitted;
mod work;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{self, ServiceConfig};
use domain::people::Language;

use super::page::Page;
use crate::http::Problem;
use crate::http::input::Form;

/// Registers the pages.
pub(super) fn register(config: &mut ServiceConfig) {
    config
        .route("/sandbox", web::get().to(index::show))
        .route("/sandbox/mailbox", web::get().to(mailbox::show))
        .route("/sandbox/desk", web::get().to(work::show))
        .route("/sandbox/desk/accounts", web::get().to(accounts::show))
        .route("/sandbox/factory", web::get().to(factory::show))
        .service(
            web::resource("/sandbox/desk/returns")
                .route(web::get().to(returns::show))
                .route(web::post().to(returns::record)),
        )
        .service(
            web::resource("/sandbox/desk/accounts/{id}")
                .route(web::get().to(account::show))
                .route(web::post().to(account::decide)),
        )
        .service(
            web::resource("/sandbox/desk/cases/{id}")
                .route(web::get().to(case::show))
                .route(web::post().to(case::decide)),
        )
        .service(
            web::resource("/sandbox/desk/cards/{id}")
                .route(web::get().to(card::show))
                .route(web::post().to(card::decide)),
        )
        .service(
            web::resource("/sandbox/factory/{id}")
                .route(web::get().to(factory::show_order))
                .route(web::post().to(factory::act)),
        )
        .route(
            "/sandbox/desk/cases/{id}/documents/{document_id}",
            web::get().to(case::document),
        );
}

/// The page, or what there is to say instead.
fn shown(page: Result<Page, Problem>, language: Language) -> HttpResponse {
    match page {
        Ok(page) => page.respond(StatusCode::OK),
        Err(problem) => Page::of_problem(&problem, language).respond(problem.code().status()),
    }
}

/// The page as it is now, with what was sent and why it was refused.
fn refused(problem: &Problem, page: Result<Page, Problem>, sent: &Form, language: Language) -> HttpResponse {
    match page {
        Ok(page) => page.refilled(sent).refused(problem).respond(problem.code().status()),
        Err(problem) => shown(Err(problem), language),
    }
}

/// Seen again by GET, so that reloading it decides nothing again.
fn seen_again(here: String) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, here)).finish()
}
