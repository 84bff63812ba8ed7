//! What the contract says of files: their bytes, and how a printed paper is answered.

use std::borrow::Cow;
use std::collections::BTreeMap;

use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

use crate::http::problem::{MEDIA_TYPE, ProblemDocument};

/// The bytes of a file, as the body of a response: `string` of format `binary`, of which generators of clients make a file.
#[derive(Debug, Clone, Copy)]
pub struct Binary;

impl PartialSchema for Binary {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
            .description(Some("The bytes of a file as they are: neither JSON nor base64."))
            .build()
            .into()
    }
}

impl ToSchema for Binary {
    fn name() -> Cow<'static, str> {
        "Binary".into()
    }
}

/// How a printed paper is answered, whole or in part, wherever it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct PaperResponses;

impl IntoResponses for PaperResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut responses = DownloadResponses::responses();
        let not_printed =
            "The document is not printed yet, which takes a second (`paper_not_ready`); or the hub is overloaded.";
        responses.insert("503".to_owned(), refusal(not_printed));
        responses
    }
}

/// How a paper is answered that was printed before it was asked for.
#[derive(Debug, Clone, Copy)]
pub struct DownloadResponses;

impl IntoResponses for DownloadResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [
            ("200", paper("The document, whole, as a PDF.")),
            ("206", paper("The part of the document that `Range` asked for.")),
            ("416", refusal("The document has no such part as `Range` asked for.")),
        ]
        .into_iter()
        .map(|(status, response)| (status.to_owned(), response))
        .collect()
    }
}

fn paper(description: &str) -> RefOr<Response> {
    response(description, "application/pdf", Binary::name())
}

fn refusal(description: &str) -> RefOr<Response> {
    response(description, MEDIA_TYPE, ProblemDocument::name())
}

fn response(description: &str, media_type: &str, schema: Cow<'static, str>) -> RefOr<Response> {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema)));
    ResponseBuilder::new()
        .description(description)
        .content(media_type, content.build())
        .build()
        .into()
}
