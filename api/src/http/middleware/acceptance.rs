//! 406: `Accept` excludes each of the forms between which an operation's answers can be chosen. Where there is one form
//! only, it is sent whatever was asked for (RFC 9110, 12.5.1): generated clients ask for the type of the error.
//!
//! Actix's `Accept` is unreadable as a whole where one of its elements is; here that element says nothing.

use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT, HeaderMap};
use actix_web::middleware::Next;
use actix_web::web::Data;

use super::MiddlewareState;
use super::route::Route;
use crate::http::problem::{Code, Problem};

/// See the module.
pub(super) async fn accept<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if let Some(problem) = refusal(&request) {
        return Ok(request.error_response(problem));
    }
    next.call(request).await.map(ServiceResponse::map_into_boxed_body)
}

fn refusal(request: &ServiceRequest) -> Option<Problem> {
    let ranges = Ranges::of(request.headers())?;
    if ranges.welcome_all() {
        return None;
    }
    let state = request.app_data::<Data<MiddlewareState>>()?;
    let offered = state
        .operations
        .media_types(Route::found(request).pattern()?, request.method().as_str())?;
    if offered.len() < 2 || offered.iter().any(|media_type| ranges.weight(media_type) > 0.0) {
        return None;
    }
    let offered = offered.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    Some(Problem::new(Code::NotAcceptable).because(
        format!("Formats possibles : {offered}."),
        format!("Possible formats: {offered}."),
    ))
}

/// Whether a browser asks, for somebody to read the answer: it would rather have a page than JSON.
pub fn is_for_people(headers: &HeaderMap) -> bool {
    prefers(headers, "text/html", "application/json")
}

/// Whether one media type is more welcome than another.
pub fn prefers(headers: &HeaderMap, one: &str, other: &str) -> bool {
    Ranges::of(headers).is_some_and(|ranges| ranges.weight(one) > ranges.weight(other))
}

/// What `Accept` says.
#[derive(Debug)]
struct Ranges<'a>(Vec<(&'a str, f32)>);

impl<'a> Ranges<'a> {
    /// The ranges of these headers; `None` where they say nothing, or nothing that can be read.
    fn of(headers: &'a HeaderMap) -> Option<Self> {
        let elements = headers
            .get_all(ACCEPT)
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        let ranges: Vec<_> = elements.filter_map(range).collect();
        (!ranges.is_empty()).then_some(Self(ranges))
    }

    /// Whether every media type is welcome, as most clients say.
    fn welcome_all(&self) -> bool {
        self.0.iter().any(|(range, _)| *range == "*/*") && self.0.iter().all(|(_, weight)| *weight > 0.0)
    }

    /// How welcome a media type is, from 0 (not at all) to 1; the most precise range decides.
    fn weight(&self, media_type: &str) -> f32 {
        let kind = media_type.split('/').next().unwrap_or_default();
        let precise = |range: &str| match range {
            "*/*" => Some(0),
            _ if range.eq_ignore_ascii_case(media_type) => Some(2),
            _ if range
                .strip_suffix("/*")
                .is_some_and(|its| its.eq_ignore_ascii_case(kind)) =>
            {
                Some(1)
            }
            _ => None,
        };
        let matching = self
            .0
            .iter()
            .filter_map(|(range, weight)| Some((precise(range)?, *weight)));
        matching
            .max_by_key(|(precision, _)| *precision)
            .map_or(0.0, |(_, weight)| weight)
    }
}

fn range(element: &str) -> Option<(&str, f32)> {
    let mut parts = element.split(';').map(str::trim);
    let range = parts.next()?;
    let weight = parts
        .find_map(|part| part.strip_prefix("q="))
        .map_or(Some(1.0), |q| q.parse().ok())?;
    range.contains('/').then_some((range, weight))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn weight(accept: &'static str, media_type: &str) -> f32 {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static(accept));
        Ranges::of(&headers).map_or(-1.0, |ranges| ranges.weight(media_type))
    }

    #[test]
    fn the_most_precise_range_decides() {
        let near = |a: f32, b: f32| (a - b).abs() < f32::EPSILON;
        assert!(near(weight("application/json", "application/json"), 1.0));
        assert!(near(weight("text/html, */*;q=0.1", "application/json"), 0.1));
        assert!(near(weight("*/*, application/json;q=0", "application/json"), 0.0));
        assert!(near(weight("application/*;q=0.5, */*", "application/json"), 0.5));
        assert!(near(weight("Application/*;q=0.5, */*", "application/json"), 0.5));
        assert!(near(weight("Application/JSON;q=0.5, */*", "application/json"), 0.5));
        assert!(near(weight("image/png", "application/json"), 0.0));
        assert!(near(weight("nonsense", "application/json"), -1.0));
    }
}
