//! The hub's own pages: where frontends lead people to sign in (`/oauth/authorize`), where employers see what drivers share
//! with them, and where the links in its mails lead as long as no frontend is configured (`link_base`).
//!
//! Plain forms, without scripts: each does what the JSON route of the same purpose does, by the same functions. They
//! are for people, and no part of the contract.

mod authorize;
mod correction;
mod email;
mod forms;
mod inputs;
mod page;
mod password;
mod payment;
mod portal;
mod section;
mod share;
mod ways;

use actix_web::web::{self, ServiceConfig};

use crate::config::Settings;

/// Registers what a browser is shown at an address that the contract has as well.
pub fn register_start(config: &mut ServiceConfig, settings: &Settings) {
    if settings.is_sandbox() {
        portal::register_start(config);
    }
}

/// Registers the other pages, at the paths that `integrations` writes into mails. The portal comes first: it takes these paths
/// too, where links are to lead to it.
pub fn register(config: &mut ServiceConfig, settings: &Settings) {
    if settings.is_sandbox() {
        portal::register(config, settings.leads_here());
    }
    for path in ["/choose-password/{token}", "/reset-password/{token}"] {
        config.service(
            web::resource(path)
                .route(web::get().to(password::show))
                .route(web::post().to(password::choose)),
        );
    }
    config.service(
        web::resource("/correct-account/{token}")
            .route(web::get().to(correction::show))
            .route(web::post().to(correction::send)),
    );
    config.service(
        web::resource("/change-email/{token}")
            .route(web::get().to(email::show_change))
            .route(web::post().to(email::change)),
    );
    config.service(
        web::resource("/keep-email/{token}")
            .route(web::get().to(email::show_objection))
            .route(web::post().to(email::object)),
    );
    config.service(
        web::resource("/shared")
            .route(web::get().to(share::ask_code))
            .route(web::post().to(share::take_code)),
    );
    config.service(
        web::resource("/shared/{token}")
            .route(web::get().to(share::show))
            .route(web::post().to(share::look)),
    );
    authorize::register(config);
    if settings.is_sandbox() {
        config.service(
            web::resource("/sandbox/payments/{id}")
                .route(web::get().to(payment::show))
                .route(web::post().to(payment::pay)),
        );
    }
}
