//! Signing in at an identity provider, by OpenID Connect, for frontends that live on the contract.
//!
//! ```text
//! frontend                     hub                              provider
//!    │ POST …/sign-ins ────────▶ │ keeps hashes of state, nonce     │
//!    │ ◀─ authorization_url,     │ and verifier                     │
//!    │    verifier               │                                  │
//!    │ browser ────────────────────────────────────────────────────▶│ signs somebody in
//!    │                           │ ◀─ GET …/callbacks/{audience} ───│ code, state, iss
//!    │                           │ code, PKCE verifier ────────────▶│
//!    │                           │ ◀──────────────── ID token ──────│
//!    │ ◀─ return_url?sign_in_code│                                  │
//!    │ POST …/sessions ────────▶ │ code and verifier → tokens       │
//! ```
//!
//! What could go wrong, and what stands in the way (RFC 9700):
//!
//! - **Somebody is signed in as an attacker** (login CSRF), or **an attacker's code is put into somebody's browser** (code
//!   injection): the code that comes at the end is exchanged with the verifier alone that only the frontend got that
//!   began. It is drawn by the hub, so that no frontend chooses a weak one; frontends keep it in the tab
//!   (`sessionStorage`), so that it is bound to the browser without a cookie, which the hub sets none of. Whoever lures
//!   somebody to an `authorization_url` of their own has the verifier and never the code; whoever sees an address with a
//!   code has no verifier. A code that is shown with another verifier has gone astray, and is over. On the hub's own page
//!   (`pages/authorize/provider.rs`) the hub is the frontend: the secret that its cookie keeps in the browser is the verifier.
//! - **A provider's code is taken and put in elsewhere**: PKCE (S256), and a nonce in the ID token, both of this journey.
//! - **An answer of one provider is taken for one of another** (mix-up): each provider has an address of its own to send
//!   people back to, `state` belongs to one provider, and `iss` is compared where it is sent, or was announced (RFC 9207).
//! - **An answer is sent again**: `state` is taken once, so is each code; they last ten minutes and one.
//! - **Somebody is led to an address of an attacker's** (open redirect), with a code: only to an origin of
//!   `CQC_HUB_CORS_ORIGINS`, or to that of `CQC_HUB_LINK_BASE`. The address was given by whoever began, never by the
//!   browser that comes back, which carries `state` alone.
//! - **An address with a code is leaked**: `Referrer-Policy: no-referrer`, one minute, once, and not without the verifier.
//! - **Another is linked with somebody's account**: by their session and their password, and by the verifier; a session
//!   that began a link has to end it.
//! - **A database is read**: of state, nonce, verifier and codes hashes are kept; the PKCE verifier and what was proven
//!   are sealed for this one journey.
//!
//! Slow work, which is everything that asks the provider, is done between transactions.

pub mod begin_link;
pub mod begin_sign_in;
pub mod confirm_link;
pub mod exchange_code;
pub mod journey;
pub mod link_view;
pub mod list_links;
pub mod receive_logout;
pub mod remove_link;
pub(in crate::routes) mod return_address;
pub mod return_from_provider;
pub mod sign_out;
pub mod signed_out;

use std::time::Duration;

use integrations::oidc::Trouble;

use crate::http::{Code, Problem};
use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(begin_sign_in::begin_oidc_sign_in)
        .service(return_from_provider::return_from_provider)
        .service(exchange_code::exchange_oidc_code)
        .service(begin_link::begin_oidc_link)
        .service(confirm_link::confirm_oidc_link)
        .service(list_links::list_oidc_links)
        .service(remove_link::remove_oidc_link)
        .service(sign_out::sign_out_at_provider)
        .service(signed_out::return_from_sign_out)
        .service(receive_logout::receive_logout);
}

/// 503 where the provider does not answer, or does not take the hub for its client.
fn unavailable(trouble: &Trouble) -> Problem {
    if let Trouble::Misregistered(_) = trouble {
        tracing::error!(%trouble, "the settings of an identity provider are to be looked at");
    } else {
        tracing::warn!(%trouble, "an identity provider does not answer");
    }
    Problem::new(Code::IdentityProviderUnavailable).retry_after(Duration::from_secs(10))
}
