//! Whose passkeys the hub takes: a domain for which authenticators make them, and the frontends on which they are shown.

use std::collections::BTreeSet;

use url::{Host, Url};

use super::Settings;
use super::reader::Reader;

/// The relying party, as WebAuthn calls whoever takes passkeys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkeys {
    /// Domain for which passkeys are made (RP ID): a host, or what several hosts end in.
    pub domain: String,
    /// Origins of the frontends on which they are shown.
    pub origins: Vec<Url>,
    /// Whether the ports of these origins matter: on a developer's machine they do not.
    pub any_port: bool,
}

/// The domain of `passkey_domain`, or that of the frontend; none where people reach it by a bare address, for which no
/// authenticator makes a passkey.
pub(super) fn passkeys(reader: &mut Reader, settings: &Settings) -> Option<Passkeys> {
    let given = reader.text("passkey_domain");
    let domain = match &given {
        Some(text) => checked(reader, text)?,
        None => usual(settings)?,
    };
    let is_local = settings.is_sandbox() && settings.cors_origins.is_empty() && is_loopback(&domain);
    let mut origins: Vec<_> = frontends(settings).filter(|url| lies_within(url, &domain)).collect();
    if is_local {
        origins.extend(Url::parse(&format!("http://{domain}")));
    }
    if origins.is_empty() && given.is_some() {
        reader.fault(
            "passkey_domain",
            format_args!("no frontend of CQC_HUB_LINK_BASE or CQC_HUB_CORS_ORIGINS lies within `{domain}`"),
        );
    }
    (!origins.is_empty()).then_some(Passkeys {
        domain,
        origins,
        any_port: is_local,
    })
}

fn checked(reader: &mut Reader, text: &str) -> Option<String> {
    if let Ok(Host::Domain(domain)) = Host::parse(text.trim()) {
        return Some(domain);
    }
    reader.fault(
        "passkey_domain",
        format_args!("`{text}` is not a domain such as example.org"),
    );
    None
}

/// The host of the frontend, or of the hub where there is none.
fn usual(settings: &Settings) -> Option<String> {
    let base = settings.link_base.as_ref().unwrap_or(&settings.public_url);
    match base.host() {
        Some(Host::Domain(domain)) => Some(domain.to_owned()),
        Some(_) if settings.is_sandbox() => Some("localhost".to_owned()),
        _ => None,
    }
}

/// Where frontends are, as browsers write it, and the hub's own page on which people sign in for one.
fn frontends(settings: &Settings) -> impl Iterator<Item = Url> + '_ {
    let own = settings.link_base.iter().chain([&settings.public_url]);
    let own: BTreeSet<_> = own.map(|url| url.origin().ascii_serialization()).collect();
    let named = settings.cors_origins.iter().cloned();
    own.into_iter()
        .chain(named)
        .filter_map(|origin| Url::parse(&origin).ok())
}

/// Browsers show passkeys to pages of the domain that nobody has changed on the way.
fn lies_within(url: &Url, domain: &str) -> bool {
    let within = |host: &str| host == domain || host.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'));
    let safe = |host: &str| url.scheme() == "https" || is_loopback(host);
    matches!(url.host(), Some(Host::Domain(host)) if within(host) && safe(host))
}

fn is_loopback(domain: &str) -> bool {
    domain == "localhost" || domain.ends_with(".localhost")
}
