//! Every route of the hub: one folder per area, one file per endpoint.
//!
//! A file holds the endpoint's body types, its documentation (`#[utoipa::path]`) and its handler. Its area's
//! `register` hands the handler to `service` (never `route`: only services are collected into the contract), and
//! this file's [`register`] calls the areas. See `docs/adding-an-endpoint.md`.

pub mod accounts;
pub mod attestations;
pub mod back_office;
pub mod cards;
pub mod cases;
pub mod certificates;
pub mod invoices;
pub mod items;
pub mod links;
pub mod notices;
pub mod pages;
pub mod papers;
pub mod payments;
pub mod production;
pub mod reason;
pub mod reference_data;
pub mod sandbox;
pub mod service;
pub mod sign_in;
pub mod trainings;
pub mod verification;

use utoipa_actix_web::service_config::ServiceConfig;

use crate::config::Profile;

/// Registers everything, in the order of the contract's chapters. What belongs to the sandbox is absent elsewhere.
pub fn register(config: &mut ServiceConfig, profile: Profile) {
    sign_in::register(config);
    accounts::register(config);
    reference_data::register(config);
    trainings::register(config);
    certificates::register(config);
    cases::register(config);
    cards::register(config);
    papers::register(config);
    invoices::register(config);
    attestations::register(config);
    notices::register(config);
    production::register(config);
    back_office::register(config);
    verification::register(config);
    payments::register(config);
    service::register(config);
    match profile {
        Profile::Sandbox => sandbox::register(config),
        Profile::Production => {}
    }
}
