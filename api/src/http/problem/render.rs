//! A problem as it goes over the wire.

use actix_web::HttpResponse;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_TYPE, HeaderName, HeaderValue};
use domain::people::Language;
use domain::words::Word;
use serde_json::{Map, Value, json};

use super::{Fault, Place, Problem};

/// The media type of problems.
pub const MEDIA_TYPE: &str = "application/problem+json";

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
pub struct Circumstances {
    /// The language the caller reads.
    pub language: Language,
    /// Where the hub is reached, without a slash at the end: problem types are URLs below it.
    pub public_url: String,
    /// The path that was asked for, its secrets removed.
    pub instance: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self {
            language: Language::French,
            public_url: String::new(),
            instance: None,
            request_id: None,
        }
    }
}

impl Problem {
    /// The same problem, knowing which request it answers.
    #[must_use]
    pub fn in_circumstances(mut self, circumstances: Circumstances) -> Self {
        self.0.circumstances = Some(circumstances);
        self
    }

    /// The JSON object of the problem.
    pub fn document(&self) -> Value {
        let unknown = Circumstances::default();
        let about = self.0.circumstances.as_ref().unwrap_or(&unknown);
        let row = self.0.code.row();
        let mut document = Map::new();
        document.insert(
            "type".into(),
            json!(format!("{}/problems/{}", about.public_url, row.name)),
        );
        document.insert("title".into(), json!(row.wording(about.language).title));
        document.insert("status".into(), json!(row.status));
        document.insert("code".into(), json!(row.name));
        let optional = [
            (
                "detail",
                self.0.detail.as_ref().map(|text| text.speak(about.language).to_owned()),
            ),
            ("instance", about.instance.clone()),
            ("request_id", about.request_id.clone()),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                document.insert(name.into(), value.into());
            }
        }
        if !self.0.faults.is_empty() {
            let errors = self
                .0
                .faults
                .iter()
                .map(|fault| fault_document(fault, about.language))
                .collect();
            document.insert("errors".into(), Value::Array(errors));
        }
        for (name, value) in &self.0.members {
            document.insert((*name).into(), value.clone());
        }
        Value::Object(document)
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
        let language = self
            .0
            .circumstances
            .as_ref()
            .map_or(Language::French, |about| about.language);
        let mut response = HttpResponse::build(self.0.code.status());
        response
            .insert_header((CONTENT_TYPE, MEDIA_TYPE))
            .insert_header((CONTENT_LANGUAGE, language.name()));
        for header in self.own_headers() {
            response.insert_header(header);
        }
        response.body(self.document().to_string())
    }
}

fn fault_document(fault: &Fault, language: Language) -> Value {
    let (key, place) = match &fault.place {
        Place::Pointer(pointer) => ("pointer", pointer),
        Place::Parameter(name) => ("parameter", name),
    };
    json!({ key: place, "code": fault.code.name(), "message": fault.message.speak(language) })
}
