//! Every route of the hub: one folder per area, one file per endpoint.
//!
//! A file holds the endpoint's body types, its documentation (`#[utoipa::path]`) and its handler. Its area's
//! `register` hands the handler to `service` (never `route`: only services are collected into the contract), and
//! this file's [`register`] calls the areas. See `docs/adding-an-endpoint.md`.

pub mod account_exports;
pub mod accounts;
pub mod attestations;
pub mod back_office;
pub mod cards;
pub mod cases;
pub mod certificates;
pub mod docs;
pub mod invoices;
pub mod items;
pub mod links;
pub mod notices;
pub mod oidc;
pub mod pages;
pub mod papers;
pub mod passkeys;
pub mod payments;
pub mod production;
pub mod reason;
pub mod reference_data;
mod registration;
pub mod sandbox;
pub mod second_factor;
pub mod service;
pub mod shares;
pub mod sign_in;
pub mod trainings;
pub mod verification;
pub mod webhooks;

pub use registration::{Routes, Served};

use crate::config::Profile;

/// Registers everything, in the order of the contract's chapters. What belongs to the sandbox is absent elsewhere.
pub fn register(routes: &mut impl Routes, profile: Profile) {
    sign_in::register(routes);
    oidc::register(routes);
    second_factor::register(routes);
    passkeys::register(routes);
    accounts::register(routes);
    account_exports::register(routes);
    reference_data::register(routes);
    trainings::register(routes);
    certificates::register(routes);
    cases::register(routes);
    cards::register(routes);
    shares::register(routes);
    papers::register(routes);
    invoices::register(routes);
    attestations::register(routes);
    notices::register(routes);
    production::register(routes);
    webhooks::register(routes);
    back_office::register(routes);
    verification::register(routes);
    payments::register(routes);
    service::register(routes);
    match profile {
        Profile::Sandbox => sandbox::register(routes),
        Profile::Production => {}
    }
}
