//! Leading a browser back to a frontend, with a code or with the reason why there is none. Each answer names the hub (`iss`,
//! RFC 9207), so that a frontend of several servers is not led to show one's code to another.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use domain::oauth::AuthorizationError;
use domain::words::Word as _;
use persistence::Token;

use crate::hub::Hub;

/// Back with a code.
pub(super) fn with_code(hub: &Hub, address: &str, state: Option<&str>, code: &Token) -> HttpResponse {
    back(hub, address, state, ("code", &code.text()))
}

/// Back with what was wrong.
pub(super) fn with_error(hub: &Hub, address: &str, state: Option<&str>, error: AuthorizationError) -> HttpResponse {
    back(hub, address, state, ("error", error.name()))
}

/// 303, so that no browser sends the form once more (RFC 9700, 4.12).
fn back(hub: &Hub, address: &str, state: Option<&str>, outcome: (&str, &str)) -> HttpResponse {
    let tokens = hub.auth.tokens();
    let address = with(address, state, outcome, tokens.issuer());
    HttpResponse::SeeOther()
        .insert_header((LOCATION, address))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .finish()
}

/// The address as it was registered, sign by sign, and behind it what the hub adds.
fn with(address: &str, state: Option<&str>, (name, value): (&str, &str), issuer: &str) -> String {
    let mut added = form_urlencoded::Serializer::new(String::new());
    added.append_pair(name, value);
    if let Some(state) = state {
        added.append_pair("state", state);
    }
    added.append_pair("iss", issuer);
    let joint = if address.contains('?') { '&' } else { '?' };
    format!("{address}{joint}{}", added.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_stands_behind_the_address() {
        let led = |address, state| with(address, state, ("code", "abc"), "https://hub.example.org");
        assert_eq!(
            led("https://app.example.org/callback?tab=1", Some("a&b=c d")),
            "https://app.example.org/callback?tab=1&code=abc&state=a%26b%3Dc+d&iss=https%3A%2F%2Fhub.example.org"
        );
        assert_eq!(
            led("com.example.app:/callback", None),
            "com.example.app:/callback?code=abc&iss=https%3A%2F%2Fhub.example.org"
        );
    }
}
