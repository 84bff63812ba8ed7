//! From the `Authorization` header to somebody who is known now.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage, HttpRequest};
use domain::access::{Partner, StaffRole};
use domain::ids::{AccountId, CentreId, FrontendId, SessionId, StaffId};
use domain::oauth::Scopes;
use persistence::sessions::{self, Signed};
use persistence::{audit, clients};
use serde_json::json;

use super::extract::author;
use super::tokens::Bearer;
use crate::http::input::KnownCaller;
use crate::http::middleware::route::Route;
use crate::http::{Code, Problem};
use crate::hub::Hub;

/// Somebody who showed a good token and is still allowed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    Driver(AccountId, SessionId),
    Staff(StaffId, StaffRole, SessionId),
    /// A member of staff who is to set up a second factor before anything else.
    Unproven(StaffId, StaffRole, SessionId),
    Centre(CentreId, String),
    Production(String),
    /// The system of a frontend's operator.
    Operator(FrontendId),
}

impl std::fmt::Display for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let actor = self.actor();
        write!(f, "{} {}", actor.role(), actor.id().unwrap_or_default())
    }
}

/// Finds out who sent a request before anything of it is read, and notes it for the extractors. Whoever shows no good
/// token is told so by the first extractor that needs one, before the faults of their request.
pub async fn recognise<B: MessageBody>(request: ServiceRequest, next: Next<B>) -> Result<ServiceResponse<B>, Error> {
    if request.headers().contains_key(AUTHORIZATION)
        && let Some(hub) = request.app_data::<Data<Hub>>().cloned()
    {
        let recognised = authenticate(&hub, request.headers()).await;
        if let Ok((known, _)) = &recognised {
            let span = tracing::Span::current();
            if !span.is_disabled() {
                span.record("actor", tracing::field::display(known));
            }
            request.extensions_mut().insert(KnownCaller);
        }
        request.extensions_mut().insert(Recognised(recognised));
    }
    let response = next.call(request).await?;
    if response.status() == StatusCode::FORBIDDEN {
        note_refusal(response.request()).await;
    }
    Ok(response)
}

/// Writes into the audit trail that somebody who is known asked for what is not theirs. Where that cannot be written, the
/// refusal stands all the same.
async fn note_refusal(request: &HttpRequest) {
    let (Ok(known), Some(hub)) = (known(request), request.app_data::<Data<Hub>>().cloned()) else {
        return;
    };
    let pattern = Route::pattern_of(request);
    let operation = format!("{} {}", request.method(), pattern.as_deref().unwrap_or("?"));
    let details = json!({"operation": operation});
    let noted = hub.write(author(request, known.actor()), move |tx| {
        Ok(audit::note(tx, "refused", "operation", None, Some(details.clone()))?)
    });
    if let Err(problem) = noted.await {
        tracing::error!(
            code = problem.code().name(),
            "a refusal could not be noted in the audit trail"
        );
    }
}

/// What was found out: who asks, and how far their frontend reaches; none where they ask directly.
struct Recognised(Result<(Known, Option<Scopes>), Problem>);

/// Who sent this request; 401 where nobody can tell.
pub(super) fn known(request: &HttpRequest) -> Result<Known, Problem> {
    match request.extensions().get::<Recognised>() {
        Some(Recognised(recognised)) => recognised
            .as_ref()
            .map(|(known, _)| known.clone())
            .map_err(Clone::clone),
        None => Err(missing()),
    }
}

/// How far the frontend reaches that shows the token; none where nothing holds it back.
pub(super) fn reach(request: &HttpRequest) -> Option<Scopes> {
    match request.extensions().get::<Recognised>() {
        Some(Recognised(Ok((_, reach)))) => reach.clone(),
        _ => None,
    }
}

/// What the token says is not enough: the session or client is looked up, so that signing out, suspension and
/// revocation act at once.
async fn authenticate(hub: &Hub, headers: &HeaderMap) -> Result<(Known, Option<Scopes>), Problem> {
    let token = token(headers).ok_or_else(missing)?;
    let bearer = hub.auth.tokens().check(token).ok_or_else(invalid)?;
    match bearer {
        Bearer::Person(session, said) => {
            let present = hub.store.ask(move |db| sessions::who(db, session)).await?;
            let present = present.ok_or_else(invalid)?;
            let is_bound = |role| hub.settings.second_factor.binds(role);
            let known = match present.signed {
                Signed::Driver(id) => Known::Driver(id, session),
                Signed::Staff(id, role) if is_bound(role) && !present.has_second_factor => {
                    Known::Unproven(id, role, session)
                }
                Signed::Staff(id, role) => Known::Staff(id, role, session),
            };
            Ok((known, narrower(present.scopes, said)))
        }
        Bearer::Machine(client_id, scope) => {
            let client = hub.store.ask(move |db| clients::find(db, &client_id)).await?;
            let client = client
                .filter(|client| client.partner.scope() == scope)
                .ok_or_else(invalid)?;
            let known = match client.partner {
                Partner::Centre(centre) => Known::Centre(centre, client.client_id),
                Partner::Factory => Known::Production(client.client_id),
                Partner::Frontend(frontend) => Known::Operator(frontend),
            };
            Ok((known, None))
        }
    }
}

/// What both a session and a token of it reach: a token may be for less than its session, and never for more.
fn narrower(of_session: Option<Scopes>, of_token: Option<Scopes>) -> Option<Scopes> {
    match (of_session, of_token) {
        (Some(session), Some(token)) => Some(session.narrowed_to(&token)),
        (session, token) => session.or(token),
    }
}

/// The token of `Authorization: Bearer …`, if there is exactly one such header.
fn token(headers: &HeaderMap) -> Option<&str> {
    let mut given = headers.get_all(AUTHORIZATION);
    let (header, None) = (given.next()?, given.next()) else {
        return None;
    };
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// RFC 6750: without a token, no more is said than that one is needed.
fn missing() -> Problem {
    Problem::new(Code::Unauthenticated).header("www-authenticate", "Bearer realm=\"cqc-hub\"")
}

fn invalid() -> Problem {
    Problem::new(Code::Unauthenticated).header("www-authenticate", "Bearer realm=\"cqc-hub\", error=\"invalid_token\"")
}
