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
        let mut responses = whole_or_part(
            paper("The document, whole, as a PDF."),
            paper("The part of the document that `Range` asked for."),
        );
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
        let mut responses = whole_or_part(
            file("The document, whole, as a PDF; or an archive, as a zip."),
            file("The part of the document that `Range` asked for."),
        );
        let had = "The document is not to be had any more since the link was made: the certificate was revoked \
                   (`certificate_revoked`), the case awaits no card, or the archive was erased (`not_possible_in_stage`).";
        responses.insert("409".to_owned(), refusal(had));
        responses
    }
}

/// How an archive is answered that was made before it was asked for.
#[derive(Debug, Clone, Copy)]
pub struct ArchiveResponses;

impl IntoResponses for ArchiveResponses {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        whole_or_part(
            response("The archive, whole, as a zip.", &[ZIP], &Binary::name()),
            response(
                "The part of the archive that `Range` asked for.",
                &[ZIP],
                &Binary::name(),
            ),
        )
    }
}

const PDF: &str = "application/pdf";
const ZIP: &str = "application/zip";

fn whole_or_part(whole: RefOr<Response>, part: RefOr<Response>) -> BTreeMap<String, RefOr<Response>> {
    let no_part = refusal("The document has no such part as `Range` asked for.");
    [("200", whole), ("206", part), ("416", no_part)]
        .into_iter()
        .map(|(status, response)| (status.to_owned(), response))
        .collect()
}

fn paper(description: &str) -> RefOr<Response> {
    response(description, &[PDF], &Binary::name())
}

fn file(description: &str) -> RefOr<Response> {
    response(description, &[PDF, ZIP], &Binary::name())
}

fn refusal(description: &str) -> RefOr<Response> {
    response(description, &[MEDIA_TYPE], &ProblemDocument::name())
}

fn response(description: &str, media_types: &[&str], schema: &str) -> RefOr<Response> {
    let mut response = ResponseBuilder::new().description(description);
    for media_type in media_types {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(schema)));
        response = response.content(*media_type, content.build());
    }
    response.build().into()
}
