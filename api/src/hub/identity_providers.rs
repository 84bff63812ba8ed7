//! Whoever vouches for people: one provider for staff and one for drivers, or neither.

use std::sync::Arc;

use domain::federation::Audience;
use integrations::oidc::{IdentityProvider, Registration, Trouble};
use persistence::time::SystemClock;

use crate::config::Settings;
use crate::http::{Code, Problem};

/// The providers that are set up. Clones are the same.
#[derive(Debug, Clone, Default)]
pub struct IdentityProviders {
    staff: Option<Arc<IdentityProvider>>,
    drivers: Option<Arc<IdentityProvider>>,
}

impl IdentityProviders {
    /// Those of the settings. They are asked for nothing until somebody signs in.
    pub(super) fn of(settings: &Settings, clock: &SystemClock) -> Result<Self, Trouble> {
        let open = |registration: &Registration| {
            let redirect_uri = redirect_uri(settings, registration.audience);
            IdentityProvider::new(registration.clone(), &redirect_uri, clock.clone()).map(Arc::new)
        };
        Ok(Self {
            staff: settings.oidc_staff.as_ref().map(open).transpose()?,
            drivers: settings.oidc_drivers.as_ref().map(open).transpose()?,
        })
    }

    /// The provider that vouches for these people.
    pub fn of_audience(&self, audience: Audience) -> Result<&IdentityProvider, Problem> {
        let provider = match audience {
            Audience::Staff => &self.staff,
            Audience::Drivers => &self.drivers,
        };
        provider
            .as_deref()
            .ok_or_else(|| Problem::new(Code::IdentityProviderNotSet))
    }
}

/// Where a provider sends people back: registered there, and never another. Each has its own, so that an answer of one is
/// never taken for one of the other (RFC 9700, 4.4.2).
fn redirect_uri(settings: &Settings, audience: Audience) -> String {
    format!("{}/v1/oidc/callbacks/{audience}", settings.public_base())
}
