//! What a client asks the token endpoint, in the forms of RFC 6749.

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::access::Scope;
use domain::words::Word as _;
use utoipa::ToSchema;

use crate::http::input;

/// What a machine client asks of the token endpoint, as a form (RFC 6749).
#[derive(Debug, Clone, ToSchema)]
#[schema(example = json!({"grant_type": "client_credentials", "scope": "attestations"}))]
pub struct TokenForm {
    /// Type of the grant: always `client_credentials`.
    #[schema(example = "client_credentials")]
    grant_type: String,
    /// The scope of the token; the client's only one when left out.
    #[schema(value_type = Option<Scope>)]
    scope: Option<String>,
    /// The client id once more; the same as in `Authorization`. May be left out.
    client_id: Option<String>,
}

/// A client, and what it asks for.
#[derive(Clone)]
pub(super) struct TokenRequest {
    pub(super) client_id: String,
    pub(super) secret: String,
    pub(super) scope: Option<Scope>,
}

/// Why no token is given: the errors of RFC 6749, section 5.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Not a form, a parameter twice or missing.
    Request,
    /// Unknown client, or not its secret.
    Client,
    /// Another grant than client credentials.
    Grant,
    /// Not the client's scope.
    Scope,
}

impl TokenRequest {
    /// Reads a request; whoever does not say who they are is told so first.
    pub(super) fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, Refusal> {
        let (client_id, secret) = credentials(request).ok_or(Refusal::Client)?;
        let form = TokenForm::read(request, body)?;
        if form.grant_type != "client_credentials" {
            return Err(Refusal::Grant);
        }
        // A client that also names itself in the form must mean the same one.
        if form.client_id.is_some_and(|named| named != client_id) {
            return Err(Refusal::Client);
        }
        let scope = match form.scope {
            Some(name) => Some(Scope::from_name(&name).ok_or(Refusal::Scope)?),
            None => None,
        };
        Ok(Self {
            client_id,
            secret,
            scope,
        })
    }
}

impl TokenForm {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, Refusal> {
        let media_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let essence = media_type.and_then(|value| value.split(';').next()).unwrap_or_default();
        if !essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::Request);
        }
        let pairs = input::fields(body).map_err(|_| Refusal::Request)?;
        Ok(Self {
            grant_type: once(&pairs, "grant_type")?.ok_or(Refusal::Request)?,
            scope: once(&pairs, "scope")?,
            client_id: once(&pairs, "client_id")?,
        })
    }
}

/// The value of a parameter, which stands once at most; an empty one counts as absent.
fn once(pairs: &[(String, String)], name: &str) -> Result<Option<String>, Refusal> {
    let mut values = pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value);
    match (values.next(), values.next()) {
        (_, Some(_)) => Err(Refusal::Request),
        (value, None) => Ok(value.filter(|value| !value.is_empty()).cloned()),
    }
}

/// `Authorization: Basic`, its two parts written as in a form (RFC 6749, section 2.3.1).
fn credentials(request: &HttpRequest) -> Option<(String, String)> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    Some((unescape(id)?, unescape(secret)?))
}

fn unescape(part: &str) -> Option<String> {
    // `&` and `=` would stand escaped: as they are they mean nothing here.
    let pair = format!("x={}", part.replace('&', "%26"));
    let (_, value) = form_urlencoded::parse(pair.as_bytes()).next()?;
    (!value.contains('\0')).then(|| value.into_owned())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn read(authorization: &str, form: &'static str) -> Result<(String, String, Option<Scope>), Refusal> {
        let request = TestRequest::post()
            .insert_header((AUTHORIZATION, authorization))
            .insert_header((CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8"))
            .to_http_request();
        TokenRequest::read(&request, form.as_bytes()).map(|asked| (asked.client_id, asked.secret, asked.scope))
    }

    fn basic(credentials: &str) -> String {
        format!("Basic {}", STANDARD.encode(credentials))
    }

    #[test]
    fn a_client_says_who_it_is_and_what_for() {
        let (id, secret, scope) = read(&basic("a:b"), "grant_type=client_credentials").expect("read");
        assert_eq!((id.as_str(), secret.as_str(), scope), ("a", "b", None));
        let (id, secret, scope) = read(
            &basic("a%3Ab:c+d:e&f"),
            "grant_type=client_credentials&scope=production",
        )
        .expect("read");
        assert_eq!(
            (id.as_str(), secret.as_str(), scope),
            ("a:b", "c d:e&f", Some(Scope::Production))
        );
    }

    #[test]
    fn what_is_wrong_is_said_in_the_words_of_the_rfc() {
        let good = basic("a:b");
        let refused = |authorization: &str, form| read(authorization, form).expect_err("refused");
        assert_eq!(refused("Bearer x", "grant_type=client_credentials"), Refusal::Client);
        assert_eq!(refused("Basic ???", "grant_type=client_credentials"), Refusal::Client);
        assert_eq!(refused(&good, ""), Refusal::Request);
        assert_eq!(refused(&good, "grant_type=password"), Refusal::Grant);
        assert_eq!(
            refused(&good, "grant_type=client_credentials&scope=everything"),
            Refusal::Scope
        );
        let twice = "grant_type=client_credentials&grant_type=client_credentials";
        assert_eq!(refused(&good, twice), Refusal::Request);
        assert_eq!(
            refused(&good, "grant_type=client_credentials&client_id=other"),
            Refusal::Client
        );
    }
}
