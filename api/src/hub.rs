//! What handlers need: `hub: web::Data<Hub>`.

pub(crate) mod demo;
mod dispatching;
mod frontends;
mod identity_providers;
mod opening;
mod picture_forms;
mod readiness;
mod recounting;
pub mod register;
mod repetition;
mod scans;
mod shared_limits;
#[cfg(test)]
pub(crate) mod tests;
mod transaction;

use std::sync::Arc;

use integrations::files::Files;
use integrations::payments::Providers;
use integrations::pictures::Examiner;
use integrations::scanning::Scanner;
use persistence::Store;
use persistence::time::{BusinessClock, SystemClock};
use tokio::task::AbortHandle;

use crate::auth::{Auth, RelyingParty};
use crate::config::Settings;
use crate::http::Uploads;
use crate::http::middleware::cors::Origins;
use crate::http::middleware::limits::Limits;
use crate::metrics::Metrics;

pub use identity_providers::IdentityProviders;
pub(crate) use opening::{policy, prepare_folder, settle_profile, spool, storage};
pub use picture_forms::NewForms;
pub use readiness::Standing;
pub use repetition::{Idempotency, IdempotencyKeyParameter, RequiredIdempotencyKeyParameter};
pub use shared_limits::SharedLimits;
pub use transaction::{Abort, Read};

/// The hub's parts, shared by all its workers. Clones are the same hub.
#[derive(Debug, Clone)]
pub struct Hub {
    /// The settings.
    pub settings: Arc<Settings>,
    /// What is kept. Handlers go through [`Hub::read`], [`Hub::write`] and [`Hub::write_once`].
    pub store: Store,
    /// Tokens and passwords.
    pub auth: Auth,
    /// Uploaded files and papers.
    pub files: Files,
    /// Whoever collects payments.
    pub providers: Providers,
    /// Whoever scans uploads for viruses, if anybody does.
    pub scanner: Option<Arc<dyn Scanner>>,
    /// Whoever vouches for people.
    pub identity_providers: IdentityProviders,
    /// What takes passkeys, if anything does.
    pub relying_party: Option<RelyingParty>,
    /// Whose scripts may read answers, besides those of the settings.
    pub origins: Origins,
    /// The time of the business; the store's transactions see the same.
    pub clock: BusinessClock,
    /// Real time, for tokens, sessions and limits.
    pub system: SystemClock,
    /// Who asked for how much.
    pub limits: Arc<Limits>,
    /// Where uploads arrive.
    pub uploads: Arc<Uploads>,
    /// Opens what is uploaded, one file after the other.
    pub examiner: Examiner,
    /// Makes the forms of pictures that have none.
    belated: picture_forms::Belated,
    /// What is measured, where somebody asks for it.
    pub metrics: Option<Metrics>,
    /// What reads the keys anew.
    keys_read: AbortHandle,
    /// How the hub's parts stood when they were last asked.
    found: readiness::Found,
    /// Whether writes find room.
    room: readiness::Room,
}
