//! From a code to what it proves: the code is exchanged, the ID token is checked, and what it does not say the userinfo
//! endpoint is asked for.

use domain::federation::{Audience, CLOCK_SKEW, CivilStatus};
use domain::people::BirthDate;
use domain::rules::contact::fold_email;
use openidconnect::core::{CoreGenderClaim, CoreJwsSigningAlgorithm as Algorithm, CoreUserInfoClaims};
use openidconnect::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, ClaimsVerificationError, EndUserEmail, EndUserFamilyName,
    HttpRequest, IdTokenClaims, IdTokenVerifier, LocalizedClaim, OAuth2TokenResponse as _, PkceCodeVerifier,
    RequestTokenError, SignatureVerificationError, SubjectIdentifier, TokenResponse as _,
};
use persistence::oidc::Proof;

use super::http::Broken;
use super::signed::{self, Unsigned};
use super::{IdentityProvider, Known, Sid, TokenAnswer, Trouble};

/// What an ID token may be signed by: the provider's private key, never a secret that two share.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];

/// The longest subject and session of a provider's (OpenID Connect Core 1.0, 2: 255 characters).
const LONGEST_NAME: usize = 255;
/// The longest access token that is shown to a provider.
const LONGEST_ACCESS_TOKEN: usize = 16 * 1024;

/// What is said of somebody beside their subject.
#[derive(Debug, Default)]
struct Said {
    email: Option<String>,
    email_verified: bool,
    surname: Option<String>,
    birth_date: Option<String>,
}

impl IdentityProvider {
    /// Exchanges a code that came by the browser for what it proves. `is_own_nonce` tells whether a nonce is that of the
    /// journey on which the code came.
    pub async fn prove(
        &self,
        code: &str,
        pkce_verifier: String,
        is_own_nonce: impl Fn(&str) -> bool,
    ) -> Result<Proof, Trouble> {
        let known = self.known().await?;
        let answer = self.exchange(&known, code, pkce_verifier).await?;
        let id_token = answer
            .id_token()
            .ok_or_else(|| not_proven("there is no ID token"))?
            .to_string();
        let (claims, known) = self.checked(known, &answer, &is_own_nonce).await?;
        let subject = within(claims.subject().as_str(), "subject")?;
        let mut said = Said::of(&claims);
        if said.lacks_something(self.registration.audience) && known.metadata.userinfo_endpoint().is_some() {
            let more = self.user_info(&known, answer.access_token(), claims.subject()).await?;
            said = said.or(more);
        }
        let session = claims.additional_claims().sid.as_deref();
        Ok(Proof {
            subject,
            provider_session: session.map(|named| within(named, "session")).transpose()?,
            verified_email: said.verified_email(),
            civil_status: said.civil_status()?,
            second_factor: !self.registration.acr.is_empty(),
            id_token,
        })
    }

    async fn exchange(&self, known: &Known, code: &str, pkce_verifier: String) -> Result<TokenAnswer, Trouble> {
        let client = self.client(known);
        let request = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|error| Trouble::Misregistered(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(pkce_verifier));
        request.request_async(&self.http).await.map_err(|error| match error {
            RequestTokenError::Request(broken) => unavailable(&broken),
            RequestTokenError::ServerResponse(refusal) => match refusal.error().as_ref() {
                code @ ("invalid_client" | "unauthorized_client") => Trouble::Misregistered(code.to_owned()),
                code => not_proven(format!("the provider refuses the code: {}", printable(code))),
            },
            RequestTokenError::Parse(error, _) => Trouble::Unavailable(format!("its answer cannot be read: {error}")),
            RequestTokenError::Other(_) => Trouble::Unavailable("its answer is none to a code".to_owned()),
        })
    }

    /// The claims of the ID token, which is good; by keys of now, where it is signed by none that is known.
    async fn checked(
        &self,
        known: std::sync::Arc<Known>,
        answer: &TokenAnswer,
        is_own_nonce: &impl Fn(&str) -> bool,
    ) -> Result<(IdTokenClaims<Sid, CoreGenderClaim>, std::sync::Arc<Known>), Trouble> {
        use ClaimsVerificationError::SignatureVerification;

        match self.check(&known, answer, is_own_nonce) {
            Ok(claims) => Ok((claims, known)),
            Err(SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let unknown = || not_proven("the ID token is signed by a key that is not the provider's");
                let known = self.with_keys_anew(&known).await?.ok_or_else(unknown)?;
                let claims = self.check(&known, answer, is_own_nonce).map_err(of_claims)?;
                Ok((claims, known))
            }
            Err(error) => Err(of_claims(error)),
        }
    }

    fn check(
        &self,
        known: &Known,
        answer: &TokenAnswer,
        is_own_nonce: &impl Fn(&str) -> bool,
    ) -> Result<IdTokenClaims<Sid, CoreGenderClaim>, ClaimsVerificationError> {
        let other = |why: &str| ClaimsVerificationError::Other(why.to_owned());
        let client = self.client(known);
        let verifier: IdTokenVerifier<'_, _> = client
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(|| self.clock.now())
            .set_issue_time_verifier_fn(|issued_at| {
                let is_past = issued_at <= self.clock.now() + CLOCK_SKEW;
                is_past.then_some(()).ok_or_else(|| "it is from the future".to_owned())
            })
            .set_auth_context_verifier_fn(|level| {
                let demanded = &self.registration.acr;
                let is_high_enough = level.is_some_and(|level| demanded.iter().any(|acr| acr == level.as_str()));
                (demanded.is_empty() || is_high_enough)
                    .then_some(())
                    .ok_or_else(|| "the level of authentication is too low".to_owned())
            });
        let id_token = answer.id_token().ok_or_else(|| other("there is no ID token"))?;
        let claims = id_token.claims(&verifier, |nonce: Option<&openidconnect::Nonce>| {
            let is_own = nonce.is_some_and(|nonce| is_own_nonce(nonce.secret()));
            is_own.then_some(()).ok_or_else(|| "another nonce".to_owned())
        })?;
        if let Some(expected) = claims.access_token_hash() {
            let unhashed = |_| other("the hash of the access token cannot be made");
            let algorithm = id_token
                .signing_alg()
                .map_err(ClaimsVerificationError::SignatureVerification)?;
            let key = id_token
                .signing_key(&verifier)
                .map_err(ClaimsVerificationError::SignatureVerification)?;
            let hash = AccessTokenHash::from_token(answer.access_token(), algorithm, key).map_err(unhashed)?;
            if hash != *expected {
                return Err(other("it belongs to another access token"));
            }
        }
        Ok(claims.clone())
    }

    /// What the userinfo endpoint says, in plain or signed, of the same subject.
    async fn user_info(
        &self,
        known: &Known,
        access_token: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> Result<Said, Trouble> {
        let endpoint = known.metadata.userinfo_endpoint().map(|url| url.as_str().to_owned());
        let token = access_token.secret();
        let is_showable = token.len() <= LONGEST_ACCESS_TOKEN && token.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_showable {
            return Err(Trouble::Unavailable("its access token cannot be shown".to_owned()));
        }
        let request = HttpRequest::new(Vec::new());
        let (mut parts, body) = request.into_parts();
        let unread = |what: &str| Trouble::Unavailable(format!("its userinfo cannot be {what}"));
        parts.uri = endpoint.unwrap_or_default().parse().map_err(|_| unread("asked for"))?;
        let bearer = format!("Bearer {token}").parse().map_err(|_| unread("asked for"))?;
        parts.headers.insert(AUTHORIZATION, bearer);
        let accepted = "application/json, application/jwt"
            .parse()
            .map_err(|_| unread("asked for"))?;
        parts.headers.insert(ACCEPT, accepted);
        let answer = self.http.send(HttpRequest::from_parts(parts, body)).await;
        let answer = answer.map_err(|broken| unavailable(&broken))?;
        if !answer.status().is_success() {
            return Err(Trouble::Unavailable(format!(
                "its userinfo answered {}",
                answer.status()
            )));
        }
        let media_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_signed = media_type.is_some_and(|media_type| media_type.starts_with("application/jwt"));
        let json = if is_signed {
            let token = std::str::from_utf8(answer.body()).map_err(|_| unread("read"))?;
            self.opened(known, token.trim())?
        } else {
            answer.into_body()
        };
        let claims = CoreUserInfoClaims::from_json::<Broken>(&json, Some(subject));
        let claims = claims.map_err(|_| not_proven("the userinfo is somebody else's, or cannot be read"))?;
        Ok(Said::told(
            claims.email(),
            claims.email_verified(),
            claims.family_name(),
            claims.birthdate().map(|date| date.as_str().to_owned()),
        ))
    }

    /// The claims of signed userinfo: signed by this provider, and for the hub where it says for whom
    /// (OpenID Connect Core 1.0, 5.3.2).
    fn opened(&self, known: &Known, token: &str) -> Result<Vec<u8>, Trouble> {
        let claims = signed::verify(token, known.keys()).map_err(|why| {
            let what = match why {
                Unsigned::NoSuchKey => "is signed by another's key",
                Unsigned::Broken => "bears no good signature",
            };
            not_proven(format!("the userinfo {what}"))
        })?;
        let fits_issuer = claims.get("iss").is_none_or(|iss| *iss == self.registration.issuer);
        let fits_audience = claims
            .get("aud")
            .is_none_or(|_| signed::is_for(&claims, &self.registration.client_id));
        if !fits_issuer || !fits_audience {
            return Err(not_proven("the userinfo is another's, or for another"));
        }
        serde_json::to_vec(&claims).map_err(|error| not_proven(error.to_string()))
    }
}

impl Said {
    fn of(claims: &IdTokenClaims<Sid, CoreGenderClaim>) -> Self {
        Self::told(
            claims.email(),
            claims.email_verified(),
            claims.family_name(),
            claims.birthdate().map(|date| date.as_str().to_owned()),
        )
    }

    fn told(
        email: Option<&EndUserEmail>,
        email_verified: Option<bool>,
        family_name: Option<&LocalizedClaim<EndUserFamilyName>>,
        birth_date: Option<String>,
    ) -> Self {
        let name = family_name.and_then(|names| names.get(None).or_else(|| names.iter().next().map(|(_, name)| name)));
        Self {
            email: email.map(|email| email.as_str().to_owned()),
            email_verified: email_verified == Some(true),
            surname: name.map(|name| name.as_str().to_owned()),
            birth_date,
        }
    }

    /// Whether something is missing that the hub looks at.
    fn lacks_something(&self, audience: Audience) -> bool {
        match audience {
            Audience::Staff => self.email.is_none(),
            Audience::Drivers => self.surname.is_none() || self.birth_date.is_none(),
        }
    }

    /// The same, with what another says where this says nothing. An email is verified by whoever tells it.
    fn or(self, other: Self) -> Self {
        let (email, email_verified) = match self.email {
            Some(email) => (Some(email), self.email_verified),
            None => (other.email, other.email_verified),
        };
        Self {
            email,
            email_verified,
            surname: self.surname.or(other.surname),
            birth_date: self.birth_date.or(other.birth_date),
        }
    }

    fn verified_email(&self) -> Option<String> {
        let email = self.email.as_deref().filter(|_| self.email_verified)?;
        (!email.contains('\0')).then(|| fold_email(email))
    }

    /// A date that cannot be read is no reason to let it pass: it would have been compared.
    fn civil_status(self) -> Result<CivilStatus, Trouble> {
        let unreadable = |_| not_proven("the birth date cannot be read");
        let birth_date = self.birth_date.filter(|date| !date.trim().is_empty());
        let birth_date = birth_date
            .map(|date| read_date(&date))
            .transpose()
            .map_err(unreadable)?;
        Ok(CivilStatus {
            surname: self.surname.filter(|name| !name.trim().is_empty()),
            birth_date,
        })
    }
}

/// `1975-06-14`, `1975-00-00`, or the year alone (OpenID Connect Core 1.0, 5.1).
fn read_date(text: &str) -> Result<BirthDate, chrono::ParseError> {
    let text = text.trim();
    if text.len() == 4 {
        format!("{text}-00-00").parse()
    } else {
        text.parse()
    }
}

/// A name of a provider's that is short enough to be kept.
fn within(name: &str, what: &str) -> Result<String, Trouble> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains('\0') {
        return Err(not_proven(format!("the {what} is none")));
    }
    Ok(name.to_owned())
}

/// What is wrong with an ID token, without what stands in it.
fn of_claims(error: ClaimsVerificationError) -> Trouble {
    use ClaimsVerificationError as Wrong;

    not_proven(match error {
        Wrong::Expired(_) => "the ID token has expired".to_owned(),
        Wrong::InvalidAudience(_) => "the ID token is for another".to_owned(),
        Wrong::InvalidAuthContext(why) | Wrong::InvalidNonce(why) | Wrong::Other(why) => {
            format!("the ID token does not count: {why}")
        }
        Wrong::InvalidIssuer(_) => "the ID token is of another issuer".to_owned(),
        Wrong::SignatureVerification(why) => match why {
            SignatureVerificationError::DisallowedAlg(_) => {
                "the ID token is signed in a way that does not count".to_owned()
            }
            SignatureVerificationError::NoSignature => "the ID token is not signed".to_owned(),
            _ => "the ID token bears no good signature".to_owned(),
        },
        _ => "the ID token cannot be read".to_owned(),
    })
}

fn not_proven(why: impl Into<String>) -> Trouble {
    Trouble::NotProven(why.into())
}

fn unavailable(broken: &Broken) -> Trouble {
    Trouble::Unavailable(broken.to_string())
}

/// A code of a provider's, fit for a log.
fn printable(code: &str) -> String {
    code.chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '_')
        .take(64)
        .collect()
}
