//! Authorising frontends (RFC 6749, 7636, 8252 and 9207, as RFC 9700 narrows them): which there are, what each may ask for,
//! and to which addresses people are led.
//!
//! A frontend is a public client: it keeps no secret. What protects people is that it never sees a password, that they are
//! led to registered addresses alone, and that a code is worth nothing without the verifier of whoever asked for it.

pub mod assertion;
pub mod challenge;
pub mod client;
pub mod keys;
pub mod redirect;
pub mod request;
pub mod scopes;

use chrono::TimeDelta;

use crate::words;

pub use client::{Frontend, asks_consent};
pub use request::{Asked, AuthorizationError, Parameters};
pub use scopes::{FrontendScope, Scopes};

words! {
    /// Whose frontend a client is.
    pub enum ClientParty {
        /// The operator's own: people are not asked whether it may act for them.
        FirstParty => "first_party",
        /// Somebody else's: people are asked each time what it may do for them.
        ThirdParty => "third_party",
    }
}

/// Hours for which a machine's secret goes on working that was replaced, where nothing is said.
pub const OVERLAP_HOURS: u8 = 24;
/// The most hours of it: a week.
pub const MOST_OVERLAP_HOURS: u8 = 168;

/// How long a code works: it is on its way at once (RFC 6749, 4.1.2 allows ten minutes).
pub const CODE_TIME: TimeDelta = TimeDelta::seconds(60);
/// How long somebody may think about what a frontend asks of them.
pub const CONSENT_TIME: TimeDelta = TimeDelta::minutes(10);
/// How long a code is remembered once it is over, so that its second use is told from a slip.
pub const CODE_KEPT: TimeDelta = TimeDelta::days(1);
