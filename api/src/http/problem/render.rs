//! A problem as it goes over the wire.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, HeaderValue};
use domain::people::Language;
use domain::words::Word;
use minijinja::context;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::{Fault, Location, MOST_FAULTS, Problem, cut};
use crate::http::language::Text;
use crate::http::templates;

/// The media type of problems.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The media type of a problem that is shown to somebody.
const PAGE_MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// What a browser may load for such a page: its own style.
pub const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// What a page calls the status.
pub fn status_label() -> Text {
    Text::new("Statut HTTP", "HTTP status")
}

/// The members every problem has, which none may bring as its own.
pub(super) const RESERVED: &[&str] = &[
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "code",
    "request_id",
    "errors",
];

/// What a problem says about the request it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestContext {
    /// The language the caller reads.
    pub language: Language,
    /// Where the hub is reached, without a slash at the end: problem types are URLs below it.
    pub public_url: String,
    /// The path that was asked for, its secrets removed.
    pub instance: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
    /// Whether a browser asks, which shows a page to somebody.
    pub as_page: bool,
}

impl Default for RequestContext {
    fn default() -> Self {
        Self {
            language: Language::French,
            public_url: String::new(),
            instance: None,
            request_id: None,
            as_page: false,
        }
    }
}

impl Problem {
    /// The same problem, knowing which request it answers.
    #[must_use]
    pub fn in_context(mut self, context: RequestContext) -> Self {
        self.0.context = Some(context);
        self
    }

    /// The language it speaks.
    pub fn language(&self) -> Language {
        self.0.context.as_ref().map_or(Language::French, |about| about.language)
    }

    /// Whether it goes to somebody who looks at it in a browser.
    pub fn is_page(&self) -> bool {
        self.0.context.as_ref().is_some_and(|context| context.as_page)
    }

    /// The media type of its body.
    pub fn media_type(&self) -> &'static str {
        if self.is_page() { PAGE_MEDIA_TYPE } else { MEDIA_TYPE }
    }

    /// The JSON text of the problem; a page for a browser.
    pub fn body(&self) -> String {
        if self.is_page()
            && let Ok(page) = self.page()
        {
            return page;
        }
        // Texts, numbers and values that are JSON already: there is nothing that could fail.
        serde_json::to_string(&Document(self)).unwrap_or_default()
    }

    /// The same for somebody's eyes: what it is about, and what can be done.
    fn page(&self) -> Result<String, minijinja::Error> {
        let language = self.language();
        let row = self.0.code.row();
        let wording = row.wording(language);
        let detail = self.0.detail.as_ref().map(|text| text.speak(language));
        templates::render(
            "problem.html",
            context! {
                language => language.name(),
                status_label => status_label().speak(language),
                title => wording.title,
                explanation => detail.unwrap_or(wording.explanation),
                code => row.name,
                status => row.status,
            },
        )
    }

    /// The headers that belong to the problem itself, besides its type and language.
    pub fn own_headers(&self) -> impl Iterator<Item = (HeaderName, HeaderValue)> + '_ {
        self.0.headers.iter().filter_map(|(name, value)| {
            Some((
                HeaderName::try_from(*name).ok()?,
                HeaderValue::try_from(value.as_str()).ok()?,
            ))
        })
    }

    /// The whole response.
    pub(super) fn response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.0.code.status());
        response
            .insert_header((CONTENT_TYPE, self.media_type()))
            .insert_header((CONTENT_LANGUAGE, self.language().name()));
        for header in self.own_headers() {
            response.insert_header(header);
        }
        response.body(self.body())
    }
}

/// A problem's members in their usual order, its own behind.
struct Document<'p>(&'p Problem);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let problem = &self.0.0;
        let unknown = RequestContext::default();
        let about = problem.context.as_ref().unwrap_or(&unknown);
        let row = problem.code.row();
        let mut document = serializer.serialize_map(None)?;
        document.serialize_entry("type", &format!("{}/problems/{}", about.public_url, row.name))?;
        document.serialize_entry("title", row.wording(about.language).title)?;
        document.serialize_entry("status", &row.status)?;
        let first_ones = problem
            .faults
            .has_more()
            .then(|| first_ones_only().speak(about.language).to_owned());
        let instance = about.instance.clone().map(cut);
        let detail = problem.detail.as_ref().map(|text| text.speak(about.language));
        let optional = [
            ("detail", detail.or(first_ones.as_deref())),
            ("instance", instance.as_deref()),
            ("code", Some(row.name)),
            ("request_id", about.request_id.as_deref()),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                document.serialize_entry(name, value)?;
            }
        }
        if !problem.faults.is_empty() {
            document.serialize_entry("errors", &within_bounds(problem.faults.listed(), about.language))?;
        }
        for (name, value) in &problem.members {
            document.serialize_entry(name, value)?;
        }
        document.end()
    }
}

/// Said where not every fault is told.
fn first_ones_only() -> Text {
    Text::new(
        format!("Seules les {MOST_FAULTS} premières erreurs sont indiquées."),
        format!("Only the first {MOST_FAULTS} faults are told."),
    )
}

/// The bytes that a list of faults may take: with everything around it, an error answer stays below 64 KiB.
const MOST_BYTES: usize = 48 * 1024;

/// The faults as they are written, as many of them as there is room for. Only names full of characters that JSON
/// escapes make them so long.
fn within_bounds(faults: &[Fault], language: Language) -> Vec<Box<RawValue>> {
    let mut room = MOST_BYTES;
    let written = faults.iter().map_while(|fault| {
        let document = serde_json::value::to_raw_value(&FaultDocument::of(fault, language)).ok()?;
        room = room.checked_sub(document.get().len())?;
        Some(document)
    });
    written.collect()
}

/// A refused value on the wire.
#[derive(Serialize)]
struct FaultDocument<'f> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'f str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'f str>,
    code: &'static str,
    message: &'f str,
}

impl<'f> FaultDocument<'f> {
    fn of(fault: &'f Fault, language: Language) -> Self {
        let (pointer, parameter) = match &fault.place {
            Location::Pointer(pointer) => (Some(pointer.as_str()), None),
            Location::Parameter(name) => (None, Some(name.as_str())),
        };
        Self {
            pointer,
            parameter,
            code: fault.code,
            message: fault.message.speak(language),
        }
    }
}
