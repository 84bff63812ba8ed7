//! What a client asks the token endpoint, in the forms of RFC 6749.

use actix_web::HttpRequest;
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::access::Scope;
use domain::ids::FrontendId;
use domain::oauth::Scopes;
use domain::oauth::assertion::TYPE;
use domain::words::Word as _;
use persistence::Token;
use utoipa::ToSchema;

use super::assertion;
use crate::http::input;

/// What a client asks of the token endpoint, as a form (RFC 6749).
#[derive(Debug, Clone, ToSchema)]
#[schema(example = json!({"grant_type": "client_credentials", "scope": "attestations"}))]
pub struct TokenForm {
    /// Type of the grant: `authorization_code` or `refresh_token` for frontends, `client_credentials` for machines.
    #[schema(example = "client_credentials")]
    grant_type: String,
    /// Scopes of the token, between spaces: at most those that were granted, which it has when this is left out.
    scope: Option<String>,
    /// The client id: of a frontend always; of a machine the same as in `Authorization`, and it may be left out.
    client_id: Option<String>,
    /// The code with which the person came back to the frontend, for `authorization_code`.
    #[schema(max_length = 200)]
    code: Option<String>,
    /// The address to which the code came, exactly as it was asked for, for `authorization_code`.
    redirect_uri: Option<String>,
    /// What the `code_challenge` was made of (RFC 7636), for `authorization_code`.
    code_verifier: Option<String>,
    /// The refresh token that came with the last access token, for `refresh_token`.
    refresh_token: Option<String>,
    /// Type of `client_assertion`: always `urn:ietf:params:oauth:client-assertion-type:jwt-bearer` (RFC 7523).
    client_assertion_type: Option<String>,
    /// What a machine signed that has registered keys, instead of `Authorization` (RFC 7523).
    #[schema(max_length = 8192)]
    client_assertion: Option<String>,
}

/// A client, and what it asks for.
#[derive(Debug, Clone)]
pub(super) enum TokenRequest {
    /// A machine shows who it is.
    Machine(MachineRequest),
    /// A frontend shows a code.
    Code(CodeRequest),
    /// A frontend shows a refresh token.
    Refresh(RefreshRequest),
}

/// A machine that shows who it is.
#[derive(Clone)]
pub(super) struct MachineRequest {
    pub(super) client_id: String,
    pub(super) shown: Shown,
    pub(super) scope: Option<Scope>,
}

/// What a machine shows.
#[derive(Clone)]
pub(super) enum Shown {
    /// Its secret.
    Secret(String),
    /// What it signed, which is not looked at yet.
    Assertion(String),
}

/// Never shows the secret.
impl std::fmt::Debug for MachineRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MachineRequest").finish_non_exhaustive()
    }
}

/// A frontend that shows a code.
#[derive(Debug, Clone)]
pub(super) struct CodeRequest {
    pub(super) frontend: FrontendId,
    pub(super) code: Token,
    pub(super) redirect_uri: String,
    pub(super) verifier: String,
}

/// A frontend that shows a refresh token.
#[derive(Debug, Clone)]
pub(super) struct RefreshRequest {
    pub(super) frontend: FrontendId,
    pub(super) token: Token,
    pub(super) scopes: Option<Scopes>,
}

/// Why no token is given: the errors of RFC 6749, section 5.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::routes::sign_in) enum Refusal {
    /// Not a form, a parameter twice or missing.
    Request,
    /// Unknown client, or not its secret.
    Client,
    /// Another type of grant than there are.
    GrantType,
    /// A code or a refresh token that is not good, or not this client's.
    Grant,
    /// Not the client's scope.
    Scope,
}

impl TokenRequest {
    /// Reads a request. A machine that does not say who it is is told so first; a frontend has no secret to show.
    pub(super) fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, Refusal> {
        let form = TokenForm::read(request, body);
        if let Ok(form) = &form {
            match form.grant_type.as_str() {
                "authorization_code" => return form.code_request(request).map(Self::Code),
                "refresh_token" => return form.refresh_request(request).map(Self::Refresh),
                _ => {}
            }
        }
        let signed = form.as_ref().ok().and_then(|form| form.client_assertion.clone());
        let (client_id, shown) = match (credentials(request), signed) {
            (Some((client_id, secret)), None) => (client_id, Shown::Secret(secret)),
            (None, Some(signed)) if !request.headers().contains_key(AUTHORIZATION) => {
                let client_id = assertion::client_of(&signed).ok_or(Refusal::Client)?;
                (client_id, Shown::Assertion(signed))
            }
            // Of two ways to say who one is, nobody knows which is meant (RFC 6749, 2.3).
            _ => return Err(Refusal::Client),
        };
        form?.machine_request(client_id, shown).map(Self::Machine)
    }
}

impl TokenForm {
    fn read(request: &HttpRequest, body: &[u8]) -> Result<Self, Refusal> {
        let pairs = pairs(request, body)?;
        Ok(Self {
            grant_type: once(&pairs, "grant_type")?.ok_or(Refusal::Request)?,
            scope: once(&pairs, "scope")?,
            client_id: once(&pairs, "client_id")?,
            code: once(&pairs, "code")?,
            redirect_uri: once(&pairs, "redirect_uri")?,
            code_verifier: once(&pairs, "code_verifier")?,
            refresh_token: once(&pairs, "refresh_token")?,
            client_assertion_type: once(&pairs, "client_assertion_type")?,
            client_assertion: once(&pairs, "client_assertion")?,
        })
    }

    fn machine_request(self, client_id: String, shown: Shown) -> Result<MachineRequest, Refusal> {
        if self.grant_type != "client_credentials" {
            return Err(Refusal::GrantType);
        }
        if matches!(shown, Shown::Assertion(_)) && self.client_assertion_type.as_deref() != Some(TYPE) {
            return Err(Refusal::Client);
        }
        // A client that also names itself in the form must mean the same one.
        if self.client_id.is_some_and(|named| named != client_id) {
            return Err(Refusal::Client);
        }
        let scope = match self.scope {
            Some(name) => Some(Scope::from_name(&name).ok_or(Refusal::Scope)?),
            None => None,
        };
        Ok(MachineRequest {
            client_id,
            shown,
            scope,
        })
    }

    fn code_request(&self, request: &HttpRequest) -> Result<CodeRequest, Refusal> {
        let frontend = frontend(request, self.client_id.as_deref())?;
        let (Some(code), Some(redirect_uri), Some(verifier)) = (&self.code, &self.redirect_uri, &self.code_verifier)
        else {
            return Err(Refusal::Request);
        };
        Ok(CodeRequest {
            frontend,
            code: Token::parse(code).ok_or(Refusal::Grant)?,
            redirect_uri: redirect_uri.clone(),
            verifier: verifier.clone(),
        })
    }

    fn refresh_request(&self, request: &HttpRequest) -> Result<RefreshRequest, Refusal> {
        let frontend = frontend(request, self.client_id.as_deref())?;
        let shown = self.refresh_token.as_deref().ok_or(Refusal::Request)?;
        let scopes = match self.scope.as_deref() {
            Some(text) => Some(Scopes::parse(text).ok_or(Refusal::Scope)?),
            None => None,
        };
        Ok(RefreshRequest {
            frontend,
            token: Token::parse(shown).ok_or(Refusal::Grant)?,
            scopes,
        })
    }
}

/// The fields of a form, if it is one.
pub(in crate::routes::sign_in) fn pairs(request: &HttpRequest, body: &[u8]) -> Result<Vec<(String, String)>, Refusal> {
    let media_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|value| value.split(';').next()).unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refusal::Request);
    }
    input::fields(body).map_err(|_| Refusal::Request)
}

/// The frontend that names itself. It has no secret: whoever shows one takes it for another kind of client.
pub(in crate::routes::sign_in) fn frontend(request: &HttpRequest, named: Option<&str>) -> Result<FrontendId, Refusal> {
    if request.headers().contains_key(AUTHORIZATION) {
        return Err(Refusal::Client);
    }
    let named = named.ok_or(Refusal::Request)?;
    named.parse().map_err(|_| Refusal::Client)
}

/// The value of a parameter, which stands once at most; an empty one counts as absent.
pub(in crate::routes::sign_in) fn once(pairs: &[(String, String)], name: &str) -> Result<Option<String>, Refusal> {
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
        match TokenRequest::read(&request, form.as_bytes())? {
            TokenRequest::Machine(MachineRequest {
                client_id,
                shown: Shown::Secret(secret),
                scope,
            }) => Ok((client_id, secret, scope)),
            other => panic!("{other:?}"),
        }
    }

    fn read_of_frontend(form: &'static str) -> Result<TokenRequest, Refusal> {
        let request = TestRequest::post()
            .insert_header((CONTENT_TYPE, "application/x-www-form-urlencoded"))
            .to_http_request();
        TokenRequest::read(&request, form.as_bytes())
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
        assert_eq!(refused(&good, "grant_type=password"), Refusal::GrantType);
        assert_eq!(
            refused(&good, "grant_type=client_credentials&scope=everything"),
            Refusal::Scope
        );
        let twice = "grant_type=client_credentials&grant_type=client_credentials";
        assert_eq!(refused(&good, twice), Refusal::Request);
        let both = "grant_type=client_credentials&client_assertion=e30.eyJzdWIiOiJhIn0.e30";
        assert_eq!(refused(&good, both), Refusal::Client);
        assert_eq!(
            refused(&good, "grant_type=client_credentials&client_id=other"),
            Refusal::Client
        );
    }

    #[test]
    fn a_frontend_says_which_it_is_and_shows_no_secret() {
        let id = "client_id=0197a3a0-7777-7000-8000-000000000001";
        let refused = |form: String| {
            let form: &'static str = form.leak();
            read_of_frontend(form).expect_err("refused")
        };
        let code = "code=vB7mU0n1Qy8r2kXo5tZcL4pWf6sJdH9gKaEiYxNuT3M";
        let rest =
            "redirect_uri=https%3A%2F%2Fapp.example.org%2F&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let good = format!("grant_type=authorization_code&{id}&{code}&{rest}");
        assert!(matches!(
            read_of_frontend(good.clone().leak()),
            Ok(TokenRequest::Code(_))
        ));
        assert_eq!(refused(good.replace(id, "client_id=portal")), Refusal::Client);
        assert_eq!(refused(good.replace(id, "client_id=")), Refusal::Request);
        assert_eq!(refused(good.replace(code, "code=guessed")), Refusal::Grant);
        assert_eq!(refused(good.replace("&code_verifier=", "&nothing=")), Refusal::Request);
        assert_eq!(refused(format!("{good}&{code}")), Refusal::Client);
        assert_eq!(read(&basic("a:b"), good.leak()).expect_err("refused"), Refusal::Client);
        assert_eq!(refused(format!("grant_type=refresh_token&{id}")), Refusal::Request);
    }
}
