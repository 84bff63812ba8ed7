//! Who may knock, and the components that operations refer to by name.

use domain::access::Scope;
use domain::oauth::FrontendScope;
use domain::words::Word as _;
use utoipa::openapi::security::{
    AuthorizationCode, ClientCredentials, Flow, Http, HttpAuthScheme, HttpBuilder, OAuth2, Scopes, SecurityRequirement,
    SecurityScheme,
};
use utoipa::openapi::{Components, ComponentsBuilder};

use crate::http::middleware::operations::FRONTEND;

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
        .security_scheme(FRONTEND, SecurityScheme::OAuth2(frontend()))
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
        "The access token of a partner's system: a training centre's, the card factory's, a frontend's operator's (RFC 6749, 4.4).",
    )
}

fn frontend() -> OAuth2 {
    let scopes = FrontendScope::ALL.iter().map(|scope| (scope.name(), reach(*scope)));
    let grant = AuthorizationCode::with_refresh_url(
        "/oauth/authorize",
        "/oauth/token",
        scopes.collect::<Scopes>(),
        "/oauth/token",
    );
    OAuth2::with_description(
        [Flow::AuthorizationCode(grant)],
        "The access token of a frontend that somebody authorised (RFC 6749, 4.1), with PKCE by `S256`.",
    )
}

const fn reach(scope: FrontendScope) -> &'static str {
    match scope {
        FrontendScope::Profile => "Read a driver's profile; change telephone, language and postal address.",
        FrontendScope::TrainingsRead => "Read a driver's trainings, the rights that they give, and their recaps.",
        FrontendScope::CertificatesRead => "Read a driver's certificates of qualification.",
        FrontendScope::Cases => "Open a driver's cases, upload documents, submit, pay and follow them.",
        FrontendScope::CardsRead => "Read a driver's cards, as they are printed.",
        FrontendScope::CardsActivate => "Say that a driver's card was received and is right.",
        FrontendScope::InvoicesRead => "Read a driver's invoices and credit notes.",
        FrontendScope::Notices => "Read a driver's notices, and mark them as read.",
        FrontendScope::Full => "Everything that the person may do: for the operator's own frontends alone.",
    }
}

const fn meaning(scope: Scope) -> &'static str {
    match scope {
        Scope::Attestations => "Post attestations of a training centre, and see what became of them.",
        Scope::Production => "See what cards to make and post, and report on it.",
        Scope::Webhooks => {
            "Be told what becomes of the cases, cards and accounts of drivers who are signed in by a frontend."
        }
    }
}

/// In words, who may call an operation with these requirements; nothing of what is open to everybody.
pub(super) fn callers(requirements: &[SecurityRequirement]) -> Option<String> {
    let value = serde_json::to_value(requirements).unwrap_or_default();
    let schemes: Vec<_> = value
        .as_array()?
        .iter()
        .filter_map(|one| one.as_object()?.iter().next())
        .map(|(scheme, roles)| (scheme.as_str(), roles.get(0).and_then(|role| role.as_str())))
        .collect();
    let callers: Vec<_> = schemes
        .iter()
        .filter_map(|(scheme, role)| caller(scheme, *role))
        .collect();
    let of_frontends = schemes.iter().find(|(scheme, _)| *scheme == FRONTEND);
    let reach = of_frontends.and_then(|(_, scope)| *scope);
    let reach = reach.map_or_else(String::new, |scope| format!(" A frontend needs the scope `{scope}`."));
    let (last, others) = callers.split_last()?;
    let callers = match others {
        [] => (*last).to_owned(),
        others => format!("{} and {last}", others.join(", ")),
    };
    Some(format!("For {callers}.{reach}"))
}

fn caller(scheme: &str, role: Option<&str>) -> Option<&'static str> {
    match (scheme, role.unwrap_or_default()) {
        (DRIVER, _) => Some("drivers"),
        (BACK_OFFICE, "supervisor") => Some("supervisors"),
        (BACK_OFFICE, _) => Some("agents and supervisors"),
        (MACHINE, "attestations") => Some("the systems of training centres (scope `attestations`)"),
        (MACHINE, "production") => Some("the system of the card factory (scope `production`)"),
        (MACHINE, "webhooks") => Some("the systems of frontends' operators (scope `webhooks`)"),
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
