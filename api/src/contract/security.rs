//! Who may knock, and the components that operations refer to by name.

use utoipa::openapi::security::{Http, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ComponentsBuilder};

/// A driver's access token. For `security(("driver" = []))`.
pub const DRIVER: &str = "driver";
/// An agent's or supervisor's access token.
pub const BACK_OFFICE: &str = "back_office";
/// A machine's access token; the operation's description names the scope.
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
        .security_scheme(
            MACHINE,
            bearer("The access token of a training centre's or the card factory's system, from `POST /oauth/token`."),
        )
        .security_scheme(CLIENT, SecurityScheme::Http(client()))
        .build()
}

fn bearer(description: &str) -> SecurityScheme {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
    SecurityScheme::Http(scheme.description(Some(description)).build())
}

fn client() -> Http {
    let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Basic);
    scheme
        .description(Some(
            "A machine client's id and secret (RFC 6749, `client_secret_basic`).",
        ))
        .build()
}
