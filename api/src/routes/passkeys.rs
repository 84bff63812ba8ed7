//! Passkeys of members of staff (WebAuthn Level 3), for frontends that live on the contract.
//!
//! ```text
//! frontend                          hub                                authenticator
//!    │ POST …/registrations ───────▶ │ keeps a hash of `registration`,   │
//!    │ ◀─ registration, public_key   │ and what it asked, sealed         │
//!    │ credentials.create ──────────────────────────────────────────────▶│ asks its owner,
//!    │ ◀─ answer ────────────────────────────────────────────────────────│ makes a key pair
//!    │ POST /v1/passkeys ──────────▶ │ keeps the public key              │
//!    │                               │                                   │
//!    │ POST …/sign-ins ────────────▶ │ keeps a hash of `sign_in`,        │
//!    │ ◀─ sign_in, public_key        │ and what it asked, sealed         │
//!    │ credentials.get ─────────────────────────────────────────────────▶│ asks its owner,
//!    │ ◀─ answer ────────────────────────────────────────────────────────│ signs
//!    │ POST …/sessions ────────────▶ │ the same tokens as by a password  │
//! ```
//!
//! What could go wrong, and what stands in the way:
//!
//! - **An answer is shown to another site, or comes from one** (phishing): an authenticator signs for one domain, and the
//!   browser tells the origin; both are compared with what is set (`CQC_HUB_PASSKEY_DOMAIN`).
//! - **An answer is sent again**: what it answers is asked once, and forgotten by the first answer, whatever that is worth.
//! - **A device is stolen**: its owner has to unlock it at each use (user verification), so that a passkey is both factors.
//! - **An authenticator is copied**: one that counts is let in by a higher count alone; a lower one is told in the log.
//! - **Somebody has another's session for a moment**: registering takes the password.
//! - **Somebody has another's password**: whoever has a passkey changes what they sign in with only in a session with a
//!   second factor (`domain::passkey::may_change_factors`).
//! - **Somebody wants to know who has an account**: nobody's name is asked for, and every refusal is the same.
//! - **A database is read**: there are public keys in it.

pub mod answers;
pub mod begin_registration;
pub mod begin_sign_in;
pub mod list;
pub mod options;
pub mod passkey_view;
pub mod register;
pub mod remove;
pub mod sign_in;

use crate::auth::RelyingParty;
use crate::http::{Code, Problem};
use crate::hub::Hub;
use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(begin_registration::begin_passkey_registration)
        .service(register::register_passkey)
        .service(list::list_passkeys)
        .service(remove::remove_passkey)
        .service(begin_sign_in::begin_passkey_sign_in)
        .service(sign_in::sign_in_with_passkey);
}

/// What takes passkeys; 404 where nothing does.
pub(super) fn relying_party(hub: &Hub) -> Result<&RelyingParty, Problem> {
    hub.relying_party
        .as_ref()
        .ok_or_else(|| Problem::new(Code::PasskeysNotSet))
}
