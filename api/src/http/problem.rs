//! Problems: every error this API answers with, as RFC 9457 says. Handlers return `Result<_, Problem>`.

mod codes;
mod fault;
mod faults;
mod files;
mod refusal;
mod render;
mod schema;
mod store;
pub mod table;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};
use domain::people::Language;
use serde::Serialize;
use serde_json::Value;

pub use codes::Code;
pub use fault::{Fault, FaultKind, InputFault, Location, MOST_CHARACTERS, cut};
pub use faults::{Faults, MOST_FAULTS};
pub use render::{MEDIA_TYPE, PAGE_POLICY, RequestContext, status_label};
pub use schema::{ProblemDocument, ProblemError, example};

use crate::http::language::Text;

/// One occurrence of a problem. Cheap to carry in a `Result`: what it holds is boxed.
#[derive(Debug, Clone)]
pub struct Problem(Box<Content>);

#[derive(Debug, Clone)]
struct Content {
    code: Code,
    detail: Option<Text>,
    faults: Faults,
    members: BTreeMap<&'static str, Value>,
    headers: Vec<(&'static str, String)>,
    /// Known once the response passes the outermost middleware.
    context: Option<RequestContext>,
}

impl Problem {
    /// What is wrong, for a terminal: each fault with its place, or what the problem says of itself.
    pub fn on_one_line(&self, language: Language) -> String {
        let faults = self.faults().iter().map(|fault| {
            let (Location::Pointer(place) | Location::Parameter(place)) = &fault.place;
            let place = place.trim_start_matches('/');
            format!("{place}: {}", fault.message.speak(language))
        });
        let faults: Vec<_> = faults.collect();
        if faults.is_empty() {
            self.sentence(language).to_owned()
        } else {
            faults.join("; ")
        }
    }

    /// A problem of that code, with nothing more to say than its title.
    pub fn new(code: Code) -> Self {
        Self(Box::new(Content {
            code,
            detail: None,
            faults: Faults::default(),
            members: BTreeMap::new(),
            headers: Vec::new(),
            context: None,
        }))
    }

    /// 422 with its list of refused values, of which the first [`MOST_FAULTS`] are told.
    pub fn invalid(faults: impl IntoIterator<Item: Into<Fault>>) -> Self {
        Self::new(Code::Invalid).and_faults(faults.into_iter().collect())
    }

    /// With these refused values behind those it has.
    #[must_use]
    pub fn and_faults(mut self, faults: Faults) -> Self {
        self.0.faults.append(faults);
        self
    }

    /// 422 for one value of the body.
    pub fn at(pointer: impl Into<String>, wrong: impl FaultKind) -> Self {
        Self::invalid([Fault::at(pointer, wrong)])
    }

    /// Nothing there, or nothing of yours.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// 429, to be tried again after this long.
    pub fn rate_limited(wait: Duration) -> Self {
        Self::new(Code::RateLimited).retry_after(wait)
    }

    /// 503, to be tried again soon.
    pub fn unavailable() -> Self {
        Self::new(Code::Unavailable).retry_after(Duration::from_secs(2))
    }

    /// 500. The cause goes to the log, under the request's id, and never to the caller.
    pub fn internal(cause: impl fmt::Display) -> Self {
        tracing::error!(cause = %cause, "internal error");
        Self::new(Code::Internal)
    }

    /// Says what happened this time.
    #[must_use]
    pub fn detail(mut self, detail: Text) -> Self {
        self.0.detail = Some(detail);
        self
    }

    /// The same as [`Problem::detail`], both languages side by side.
    #[must_use]
    pub fn because(
        self,
        fr: impl Into<std::borrow::Cow<'static, str>>,
        en: impl Into<std::borrow::Cow<'static, str>>,
    ) -> Self {
        self.detail(Text::new(fr, en))
    }

    /// Adds one refused value, where there is room for it.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.0.faults.note(|| fault);
        self
    }

    /// Adds a member of its own (`stage`, `possible_actions`, …), which the page of the code explains.
    #[must_use]
    pub fn member(mut self, name: &'static str, value: impl Serialize) -> Self {
        debug_assert!(
            !render::RESERVED.contains(&name),
            "`{name}` is a member that every problem has"
        );
        self.0
            .members
            .insert(name, serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }

    /// Adds a response header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.headers.push((name, value.into()));
        self
    }

    /// Adds `Retry-After`, in whole seconds and never zero.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        let seconds = wait.as_millis().div_ceil(1000).max(1);
        self.header("retry-after", seconds.to_string())
    }

    /// Which problem it is.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What there is to say about it: what happened this time, or what its code means.
    pub fn sentence(&self, language: Language) -> &str {
        match &self.0.detail {
            Some(detail) => detail.speak(language),
            None => self.0.code.row().wording(language).explanation,
        }
    }

    /// The refused values that are told.
    pub fn faults(&self) -> &[Fault] {
        self.0.faults.listed()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code.name())
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.0.code.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.response()
    }
}
