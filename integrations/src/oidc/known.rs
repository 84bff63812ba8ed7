//! What a provider says of itself: where it is asked what, and the keys it signs with. Read when it is first needed, again
//! after an hour, and the keys as well when something bears a signature by one that is not known: once a minute at most,
//! so that made-up tokens do not send the hub there for each.
//!
//! While a provider does not answer, what it said within a day stays in use; and it is left alone for some seconds, so that
//! nobody waits for what the one before has waited for in vain.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, DiscoveryError, EndSessionUrl, IssuerUrl, ProviderMetadata, TokenUrl, UserInfoUrl,
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::http::Broken;
use super::{IdentityProvider, Trouble};

/// For how long what was read is good.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// For how long it is better than nothing.
const USABLE: TimeDelta = TimeDelta::hours(24);
/// How often the keys are read because of one that is not known.
const KEYS_EVERY: TimeDelta = TimeDelta::minutes(1);
/// For how long a provider that did not answer is left alone.
const LEFT_ALONE: TimeDelta = TimeDelta::seconds(5);

/// What is read beside the members that the library knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct More {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
    end_session_endpoint: Option<EndSessionUrl>,
}

impl AdditionalProviderMetadata for More {}

type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// What a provider said of itself.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) metadata: Metadata,
    read_at: DateTime<Utc>,
    keys_read_at: DateTime<Utc>,
}

/// What is remembered of a provider.
#[derive(Debug, Default)]
pub(super) struct State {
    known: Option<Arc<Known>>,
    failed_at: Option<(DateTime<Utc>, Trouble)>,
}

impl Known {
    /// Whether it names itself in answers that come by the browser (RFC 9207).
    pub(super) fn names_itself(&self) -> bool {
        self.metadata
            .additional_metadata()
            .authorization_response_iss_parameter_supported
    }

    pub(super) fn end_session_endpoint(&self) -> Option<&EndSessionUrl> {
        self.metadata.additional_metadata().end_session_endpoint.as_ref()
    }

    /// Whether the hub's secret goes into the header, as it does where nothing else is said.
    pub(super) fn takes_secret_in_header(&self) -> bool {
        let methods = self.metadata.token_endpoint_auth_methods_supported();
        methods.is_none_or(|methods| methods.contains(&CoreClientAuthMethod::ClientSecretBasic))
    }

    pub(super) fn keys(&self) -> &CoreJsonWebKeySet {
        self.metadata.jwks()
    }

    /// A provider that is spoken to by TLS leads nowhere else.
    pub(super) fn is_safe(&self) -> bool {
        let issuer = self.metadata.issuer().url();
        let metadata = &self.metadata;
        let more = [
            metadata.token_endpoint().map(TokenUrl::url),
            metadata.userinfo_endpoint().map(UserInfoUrl::url),
            self.end_session_endpoint().map(EndSessionUrl::url),
        ];
        let is_like_issuer = |url: &Url| url.scheme() == "https" || url.scheme() == issuer.scheme();
        is_like_issuer(metadata.authorization_endpoint().url())
            && is_like_issuer(metadata.jwks_uri().url())
            && more.into_iter().flatten().all(is_like_issuer)
    }
}

fn is_within(since: DateTime<Utc>, now: DateTime<Utc>, span: TimeDelta) -> bool {
    // A clock that went back makes nothing last longer.
    (since..since + span).contains(&now)
}

impl IdentityProvider {
    /// What the provider said of itself; it is asked where that was too long ago.
    pub(super) async fn known(&self) -> Result<Arc<Known>, Trouble> {
        let mut state = self.known.lock().await;
        let now = self.clock.now();
        if let Some(known) = state
            .known
            .as_ref()
            .filter(|known| is_within(known.read_at, now, FRESH))
        {
            return Ok(known.clone());
        }
        let usable = state
            .known
            .clone()
            .filter(|known| is_within(known.read_at, now, USABLE));
        if let Some((at, trouble)) = &state.failed_at
            && is_within(*at, now, LEFT_ALONE)
        {
            return usable.ok_or_else(|| trouble.clone());
        }
        match self.discover(now).await {
            Ok(known) => {
                let known = Arc::new(known);
                *state = State {
                    known: Some(known.clone()),
                    failed_at: None,
                };
                Ok(known)
            }
            Err(trouble) => {
                tracing::warn!(issuer = self.registration.issuer, %trouble, "an identity provider cannot be read");
                state.failed_at = Some((now, trouble.clone()));
                usable.ok_or(trouble)
            }
        }
    }

    async fn discover(&self, now: DateTime<Utc>) -> Result<Known, Trouble> {
        let issuer = IssuerUrl::new(self.registration.issuer.clone())
            .map_err(|error| Trouble::Misregistered(error.to_string()))?;
        let metadata = Metadata::discover_async(issuer, &self.http).await.map_err(unread)?;
        let known = Known {
            metadata,
            read_at: now,
            keys_read_at: now,
        };
        if known.is_safe() {
            Ok(known)
        } else {
            Err(Trouble::Misregistered("it leads to addresses without TLS".to_owned()))
        }
    }

    /// The same with its keys of now, where something bears a signature by none of those that are known; none where they
    /// were read a moment ago.
    pub(super) async fn with_keys_anew(&self, seen: &Known) -> Result<Option<Arc<Known>>, Trouble> {
        let mut state = self.known.lock().await;
        let now = self.clock.now();
        let known = state.known.clone();
        if let Some(known) = known.filter(|known| known.keys_read_at != seen.keys_read_at) {
            return Ok(Some(known));
        }
        if is_within(seen.keys_read_at, now, KEYS_EVERY) {
            return Ok(None);
        }
        let keys = CoreJsonWebKeySet::fetch_async(seen.metadata.jwks_uri(), &self.http).await;
        let known = Arc::new(Known {
            metadata: seen.metadata.clone().set_jwks(keys.map_err(unread)?),
            read_at: seen.read_at,
            keys_read_at: now,
        });
        state.known = Some(known.clone());
        Ok(Some(known))
    }
}

/// Neither the address nor the answer is told.
fn unread(error: DiscoveryError<Broken>) -> Trouble {
    match error {
        DiscoveryError::Request(broken) => Trouble::Unavailable(broken.to_string()),
        DiscoveryError::Response(status, ..) => Trouble::Unavailable(format!("it answered {status}")),
        DiscoveryError::Parse(error) => Trouble::Unavailable(format!("its document cannot be read: {error}")),
        DiscoveryError::Validation(error) => Trouble::Misregistered(error),
        error => Trouble::Unavailable(error.to_string()),
    }
}

/// What a document says, as if it had just been read.
#[cfg(test)]
pub(super) fn as_read(document: serde_json::Value) -> Known {
    Known {
        metadata: serde_json::from_value(document).expect("a document"),
        read_at: DateTime::UNIX_EPOCH,
        keys_read_at: DateTime::UNIX_EPOCH,
    }
}
