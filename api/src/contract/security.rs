//! Who may knock, and the components that operations refer to by name.

use domain::access::Scope;
use domain::words::Word as _;
use utoipa::openapi::security::{
    ClientCredentials, Flow, Http, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{Components, ComponentsBuilder};

/// A driver's access token. For `security(("driver" = []))`.
pub const DRIVER: &str = "driver";
/// An agent's or supervisor's access token, with the role that is needed: `agent` or `supervisor`.
pub const BACK_OFFICE: &str = "back_office";
/// A machine's access token, with the scope: `security(("machine" = ["attestations"]))`.
pub const MACHINE: &str = "machine";
/// A machine's client id and secret, for `/oauth/token` only.
pub const CLIENT: &str = "client";

pub(super) fn components() -> Components {
    ComponentsBuilder::new()
        .security_scheme(DRIVER, bearer("A driver's access token, from `POST /v1/sessions`."))
        .security_scheme(
            BACK_OFFICE,
            bearer("An agent's or a supervisor's access token, from `POST /v1/sessions`."),
        )
        .security_scheme(MACHINE, SecurityScheme::OAuth2(machine()))
        .security_scheme(CLIENT, SecurityScheme::Http(client()))
        .build()
}

fn bearer(description: &str) -> SecurityScheme {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    SecurityScheme::Http(scheme.description(Some(description)).build())
}

fn machine() -> OAuth2 {
    let scopes = Scope::ALL.iter().map(|scope| (scope.name(), meaning(*scope)));
    let grant = ClientCredentials::new("/oauth/token", scopes.collect::<Scopes>());
    OAuth2::with_description(
        [Flow::ClientCredentials(grant)],
        "The access token of a training centre's or the card factory's system (RFC 6749, 4.4).",
    )
}

const fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::Attestations => "Post attestations of a training centre, and see what became of them.",
        Scope::Production => "See what cards to make and post, and report on it.",
    }
}

/// In words, who may call an operation with these requirements; nothing of what is open to everybody.
pub(super) fn callers(requirements: &[SecurityRequirement]) -> Option<String> {
    let value = serde_json::to_value(requirements).unwrap_or_default();
    let schemes = value
        .as_array()?
        .iter()
        .filter_map(|one| one.as_object()?.iter().next());
    let callers: Vec<_> = schemes
        .filter_map(|(scheme, roles)| caller(scheme, roles.get(0).and_then(|role| role.as_str())))
        .collect();
    (!callers.is_empty()).then(|| format!("For {}.", callers.join(" and ")))
}

fn caller(scheme: &str, role: Option<&str>) -> Option<&'static str> {
    match (scheme, role.unwrap_or_default()) {
        (DRIVER, _) => Some("drivers"),
        (BACK_OFFICE, "supervisor") => Some("supervisors"),
        (BACK_OFFICE, _) => Some("agents and supervisors"),
        (MACHINE, "attestations") => Some("the systems of training centres (scope `attestations`)"),
        (MACHINE, "production") => Some("the system of the card factory (scope `production`)"),
        _ => None,
    }
}

fn client() -> Http {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Basic);
    scheme
        .description(Some(
            "A machine client's id and secret (RFC 6749, `client_secret_basic`).",
        ))
        .build()
}
