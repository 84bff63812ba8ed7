//! The settings of identity providers: the issuer, and how the hub is registered there.

use domain::federation::Audience;
use domain::words::Word as _;
use integrations::oidc::Registration;
use url::Url;

use super::reader::Reader;

/// What belongs together.
const TOGETHER: [&str; 3] = ["issuer", "client_id", "client_secret"];

/// The name of a setting about an audience's provider.
pub(super) fn name(audience: Audience, what: &str) -> String {
    format!("oidc_{}_{what}", audience.name())
}

/// How the hub is registered at the provider of staff, or of drivers: all of it, or nothing.
pub(super) fn registration(reader: &mut Reader, audience: Audience) -> Option<Registration> {
    let values = TOGETHER.map(|what| reader.text(&name(audience, what)).map(|text| text.trim().to_owned()));
    let acr = words(reader, &name(audience, "acr"));
    let scopes = words(reader, &name(audience, "scopes"));
    let label = reader.text(&name(audience, "name")).map(|text| text.trim().to_owned());
    if values.iter().any(Option::is_some) || !acr.is_empty() || !scopes.is_empty() || label.is_some() {
        for (what, _) in TOGETHER.iter().zip(&values).filter(|(_, value)| value.is_none()) {
            reader.fault(
                &name(audience, what),
                "missing: an identity provider takes issuer, client id and client secret",
            );
        }
    }
    let [issuer, client_id, client_secret] = values;
    let issuer = checked_issuer(reader, &name(audience, "issuer"), issuer?)?;
    Some(Registration {
        name: label.filter(|label| !label.is_empty()).unwrap_or_else(|| host(&issuer)),
        issuer,
        client_id: client_id?,
        client_secret: client_secret?,
        scopes: if scopes.is_empty() {
            vec![usual_scope(audience).to_owned()]
        } else {
            scopes
        },
        acr,
        audience,
    })
}

/// What the hub looks at: the email by which staff are linked once; the civil status that is compared with a driver's.
const fn usual_scope(audience: Audience) -> &'static str {
    match audience {
        Audience::Staff => "email",
        Audience::Drivers => "profile",
    }
}

/// What a provider is called that has no other name.
fn host(issuer: &str) -> String {
    let url = Url::parse(issuer).ok();
    let host = url.as_ref().and_then(Url::host_str);
    host.unwrap_or(issuer).to_owned()
}

/// Several words, between spaces or commas: OAuth writes them with spaces.
fn words(reader: &mut Reader, name: &str) -> Vec<String> {
    let listed = reader.list(name);
    let words = listed.iter().flat_map(|listed| listed.split_ascii_whitespace());
    words.map(str::to_owned).collect()
}

/// An issuer as the provider writes it: it is compared sign by sign (OpenID Connect Discovery 1.0, 4.3).
fn checked_issuer(reader: &mut Reader, name: &str, issuer: String) -> Option<String> {
    let is_issuer = Url::parse(&issuer).is_ok_and(|url| {
        let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
        is_web && url.query().is_none() && url.fragment().is_none() && url.username().is_empty()
    });
    if !is_issuer {
        reader.fault(
            name,
            format_args!("`{issuer}` is not an issuer (https://, without `?` or `#`)"),
        );
    }
    is_issuer.then_some(issuer)
}
