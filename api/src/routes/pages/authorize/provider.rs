//! Signing in at an identity provider, from the hub's page and back to it.
//!
//! A journey is begun from the page alone, and ends in the browser in which it began: what that keeps in its cookie is the
//! journey's verifier, of which a hash is kept. It ends at the request that it was begun for, which is kept with it: whatever
//! comes back in an address is compared with that.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use actix_web::{HttpRequest, HttpResponse};
use domain::federation::{Audience, FlowPurpose, JourneyError};
use domain::people::Language;
use domain::words::Word as _;
use persistence::Token;
use persistence::frontends::authorizing::{self, Outcome};
use persistence::oidc::flows::{NewFlow, Shown};
use persistence::oidc::sign_in::Attempt;
use url::Url;

use super::{Came, PATH, SEAL, Visit, sign_in};
use crate::http::input::{Form, pairs};
use crate::http::{Code, PathOf, Problem};
use crate::routes::oidc::{exchange_code, journey, return_address};
use crate::routes::pages::forms::Group;
use crate::routes::pages::page::{Page, say};
use crate::routes::pages::section::Link;

/// What carries the code at the end of a journey.
pub(super) const CODE: &str = return_address::CODE;

/// A link for each provider that vouches for people whom the frontend is for.
pub(super) fn links(visit: &Visit) -> Vec<Link> {
    let is_for_staff = visit.asked.asked.scopes.permit(None);
    let audiences = [Audience::Drivers, Audience::Staff];
    let meant = audiences
        .into_iter()
        .filter(|audience| *audience == Audience::Drivers || is_for_staff);
    let named: Vec<_> = meant
        .filter_map(|audience| {
            let provider = visit.hub.identity_providers.of_audience(audience).ok()?;
            Some((audience, provider.name()))
        })
        .collect();
    let is_one = named.len() == 1;
    let links = named.into_iter().map(|(audience, name)| {
        let address = visit.asked.on_site(&visit.hub, &format!("{PATH}/{audience}"));
        let address = format!("{address}&{SEAL}={}", visit.kept.seal());
        Link::new(label(audience, name, is_one, visit.language), address)
    });
    links.collect()
}

fn label(audience: Audience, name: &str, is_one: bool, language: Language) -> String {
    let with = say(language, "Se connecter avec", "Sign in with");
    let whose = match audience {
        _ if is_one => "",
        Audience::Drivers => say(language, " (conducteurs)", " (drivers)"),
        Audience::Staff => say(language, " (agents)", " (staff)"),
    };
    format!("{with} {name}{whose}")
}

/// Leads a browser to a provider.
pub(super) async fn begin(came: Came, PathOf(audience): PathOf<Audience>, request: HttpRequest) -> HttpResponse {
    let seal = value(&request, SEAL);
    let visit = match Visit::sealed(came, &request, seal.as_deref()).await {
        Ok(visit) => visit,
        Err(answer) => return answer,
    };
    match there(&visit, audience).await {
        Ok(address) => HttpResponse::SeeOther()
            .insert_header((LOCATION, String::from(address)))
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((REFERRER_POLICY, "no-referrer"))
            .finish(),
        Err(problem) => sign_in::again(&visit, None, &worded(problem)),
    }
}

/// Where the provider asks who somebody is.
async fn there(visit: &Visit, audience: Audience) -> Result<Url, Problem> {
    visit.hub.limits.sign_in_on_page(visit.from)?;
    let provider = visit.hub.identity_providers.of_audience(audience)?;
    let flow = NewFlow {
        provider: provider.provider().clone(),
        purpose: FlowPurpose::Authorize,
        return_url: visit.asked.at(&visit.hub, PATH),
        owner: None,
        verifier: Some(visit.kept.secret()),
    };
    let led = journey::lead(&visit.hub, visit.author.clone(), provider, flow);
    led.await.map(|(address, _)| address)
}

/// With what somebody is back from a provider.
pub(super) enum Back {
    /// With a code, to be exchanged here for what the provider proved.
    With(String),
    /// With no code, and the reason why.
    Without(JourneyError),
}

impl Back {
    /// What an address says of it.
    pub(super) fn of(request: &HttpRequest) -> Option<Self> {
        if let Some(code) = value(request, CODE) {
            return Some(Self::With(code));
        }
        let error = value(request, return_address::ERROR)?;
        JourneyError::from_name(&error).map(Self::Without)
    }
}

fn value(request: &HttpRequest, name: &str) -> Option<String> {
    let pairs = pairs(request.query_string()).ok()?;
    let mut named = pairs.into_iter().filter(|(known, _)| known == name);
    named.next().map(|(_, value)| value)
}

/// Somebody is back from a provider.
pub(super) async fn arrive(visit: &Visit, back: Back) -> HttpResponse {
    match back {
        Back::With(code) => settle(visit, &code, None).await,
        Back::Without(why) => sign_in::again(visit, None, &told(why)),
    }
}

/// Somebody who was back typed the code of their second factor.
pub(super) async fn complete(visit: &Visit, code: &str, sent: &Form) -> HttpResponse {
    settle(visit, code, sign_in::typed_code(sent)).await
}

async fn settle(visit: &Visit, code: &str, typed: Option<String>) -> HttpResponse {
    let outcome = match settled(visit, code, typed).await {
        Ok(outcome) => outcome,
        Err(problem) => return sign_in::again(visit, None, &problem),
    };
    match outcome {
        Outcome::CodeNeeded => second_factor(visit, code).respond(StatusCode::OK),
        Outcome::WrongCode => {
            let problem = Problem::new(Code::InvalidCredentials).because(
                "Ce code n’est pas le bon, ou il a déjà servi.",
                "This code is not the right one, or it was used before.",
            );
            second_factor(visit, code)
                .refused(&problem)
                .respond(problem.code().status())
        }
        Outcome::Refused => sign_in::again(visit, None, &over()),
        outcome => sign_in::answer(visit, outcome).unwrap_or_else(|problem| sign_in::again(visit, None, &problem)),
    }
}

async fn settled(visit: &Visit, code: &str, typed: Option<String>) -> Result<Outcome, Problem> {
    let hub = &visit.hub;
    let attempt = Attempt {
        shown: Shown {
            code: Token::parse(code).ok_or_else(over)?,
            verifier: Some(visit.kept.secret()),
        },
        page: Some(visit.asked.at(hub, PATH)),
        second_factor: typed,
        network: visit.browser.network,
        user_agent: visit.browser.user_agent.clone(),
    };
    let counted = exchange_code::counted(hub, visit.from, &attempt).await?;
    let (seal, wanted, browser) = (hub.auth.seal(), visit.asked.wanted(), visit.browser.clone());
    let outcome = hub
        .write(visit.author.clone(), move |tx| {
            Ok(authorizing::by_provider(tx, &seal, &attempt, &wanted, &browser)?)
        })
        .await;
    if let Some(counted) = counted
        && !matches!(outcome, Ok(Outcome::WrongCode))
    {
        counted.does_not_count();
    }
    outcome
}

/// The question for a second factor, where the provider asked for none.
fn second_factor(visit: &Visit, code: &str) -> Page {
    let say = |fr, en| say(visit.language, fr, en);
    let why = say(
        "Votre identité est établie. Écrivez encore le code qu’affiche votre application d’authentification.",
        "It is established who you are. Write the code as well that your authenticator shows.",
    );
    let group = Group {
        inputs: vec![sign_in::code(visit)],
        ..Group::default()
    };
    Page::new(visit.language, say("Se connecter", "Sign in"), vec![why.to_owned()])
        .with_form(vec![group], say("Se connecter", "Sign in"))
        .with_hidden(SEAL, visit.kept.seal())
        .with_hidden(CODE, code.to_owned())
        .sent_to(visit.asked.on_site(&visit.hub, PATH))
        .leading_to(visit.asked.source())
}

/// The code is not good, or not any more, or came to another browser or another request.
fn over() -> Problem {
    Problem::new(Code::InvalidCredentials).because(
        "Cette connexion a pris trop de temps, ou n’a pas commencé ici. Recommencez.",
        "This took too long, or did not begin here. Begin again.",
    )
}

fn told(why: JourneyError) -> Problem {
    match why {
        JourneyError::AccessDenied => Problem::new(Code::InvalidCredentials).because(
            "Vous êtes revenu sans vous être identifié. Recommencez, ou choisissez une autre façon de vous connecter.",
            "You came back without having said who you are. Begin again, or choose another way to sign in.",
        ),
        JourneyError::IdentityNotProven => Problem::new(Code::InvalidCredentials).because(
            "La réponse reçue ne suffit pas à établir votre identité. Recommencez, ou choisissez une autre façon de vous \
             connecter.",
            "What came back does not establish who you are. Begin again, or choose another way to sign in.",
        ),
        JourneyError::IdentityProviderUnavailable => worded(Problem::new(Code::IdentityProviderUnavailable)),
    }
}

/// In the words of somebody who stands before a page.
fn worded(problem: Problem) -> Problem {
    match problem.code() {
        Code::IdentityProviderUnavailable => problem.because(
            "Le service où vous vouliez vous identifier ne répond pas. Réessayez dans un instant, ou connectez-vous autrement.",
            "The service where you wanted to say who you are does not answer. Try again in a moment, or sign in another way.",
        ),
        _ => problem,
    }
}
