//! What operations refer to by name instead of repeating it: problems, headers, parameters.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{Components, ContentBuilder, Ref, RefOr, Required, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::http::Code;
use crate::http::problem::{MEDIA_TYPE, ProblemDocument, example};

/// The problems by status: component's name and description.
pub(super) const PROBLEMS: &[(&str, &str, &str)] = &[
    ("400", "MalformedRequest", "The request cannot be read."),
    ("401", "Unauthenticated", "A valid access token is required."),
    ("403", "Forbidden", "The caller's role or scope does not allow it."),
    ("404", "NotFound", "No such thing, or it belongs to somebody else."),
    ("406", "NotAcceptable", "`Accept` excludes every form there is."),
    (
        "408",
        "RequestTimeout",
        "The body arrived too slowly. Nothing was done.",
    ),
    (
        "409",
        "Conflict",
        "Not possible at this stage, or contrary to what exists.",
    ),
    (
        "412",
        "Stale",
        "The resource has changed since the version named by `If-Match`.",
    ),
    ("413", "TooLarge", "The body is too large."),
    ("414", "UriTooLong", "The address, its query included, is too long."),
    (
        "415",
        "UnsupportedMediaType",
        "The body is of a type that is not read here.",
    ),
    ("422", "Invalid", "One or more values are refused."),
    ("428", "PreconditionRequired", "`If-Match` is required."),
    ("429", "RateLimited", "Too many requests."),
    ("500", "InternalError", "An error of the hub's own."),
    (
        "503",
        "Unavailable",
        "Overloaded, or a part does not answer. Nothing was done.",
    ),
];

/// The component that stands for 304.
pub(super) const NOT_MODIFIED: &str = "NotModified";

/// Adds all of them; what stays unused is pruned at the end.
pub(super) fn add(components: &mut Components) {
    components
        .schemas
        .insert(ProblemDocument::name().into_owned(), ProblemDocument::schema());
    let mut members = Vec::new();
    ProblemDocument::schemas(&mut members);
    for (name, schema) in members {
        components.schemas.entry(name).or_insert(schema);
    }
    for (status, name, description) in PROBLEMS {
        components
            .responses
            .insert((*name).to_owned(), RefOr::T(problem_response(status, description)));
    }
    components
        .responses
        .insert(NOT_MODIFIED.to_owned(), RefOr::T(not_modified()));
    for (name, parameter) in [
        ("AcceptLanguage", accept_language()),
        ("IfNoneMatch", if_none_match()),
        ("IdempotencyKey", idempotency_key(Required::False)),
        ("RequiredIdempotencyKey", idempotency_key(Required::True)),
    ] {
        components.parameters.insert(name.to_owned(), RefOr::T(parameter));
    }
    let headers = [
        (
            "ETag",
            "The version of the resource with a hash of this body.",
            "\"3-9f2c51aa0de17b6c4e55d0a2\"",
        ),
        (
            "Link",
            "The next page, with `rel=\"next\"`; absent on the last one.",
            "</v1/cases?limit=20&cursor=…>; rel=\"next\"",
        ),
        (
            "Location",
            "Where what was made can be read.",
            "/v1/cases/01975b1c-7d4e-7aaa-8bbb-0123456789ab",
        ),
        (
            "Idempotency-Replayed",
            "`true` where this is the stored answer to an earlier request with the same key.",
            "true",
        ),
        ("Retry-After", "In how many seconds to try again.", "2"),
        (
            "RateLimit",
            "How many requests are left (`r`) in the window of a policy, and in how many seconds (`t`) there are more.",
            "\"general\";r=599;t=60",
        ),
        (
            "RateLimit-Policy",
            "The limits that count this request: so many requests (`q`) in so many seconds (`w`).",
            "\"general\";q=600;w=60",
        ),
        (
            "Accept-Ranges",
            "`bytes`: parts of the file can be asked for, with `Range`.",
            "bytes",
        ),
        (
            "Content-Range",
            "Which part of the file this is, and of how many bytes.",
            "bytes 0-1023/58211",
        ),
        (
            "Content-Disposition",
            "The name of the file, and whether it is to be shown (`inline`) or saved (`attachment`).",
            "inline; filename=\"certificat.pdf\"",
        ),
        ("Content-Language", "The language of the texts in the body.", "fr"),
        (
            "Accept-Post",
            "The media types of bodies that are read here.",
            "application/json",
        ),
        (
            "X-Request-Id",
            "The id of the request, as sent or as given to it.",
            "7f3c9a52-6f1e-4c55-9d57-1f0c2ad0b1a4",
        ),
    ];
    for (name, description, example) in headers {
        let header = HeaderBuilder::new()
            .schema(Some(text(example)))
            .description(Some(description))
            .build();
        components.headers.insert(name.to_owned(), RefOr::T(header));
    }
}

fn text(example: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).examples([example])
}

/// The codes that problems of a status can carry.
pub(super) fn codes_of(status: &str) -> Vec<Code> {
    let of_status = |code: &Code| code.row().status.to_string() == status;
    Code::ALL.iter().copied().filter(of_status).collect()
}

/// A description that names these codes.
pub(super) fn naming(description: &str, codes: &[Code]) -> String {
    let names: Vec<_> = codes.iter().map(|code| format!("`{}`", code.name())).collect();
    format!("{description} Codes: {}.", names.join(", "))
}

fn problem_response(status: &str, description: &str) -> Response {
    let codes = codes_of(status);
    let problem = RefOr::Ref(Ref::from_schema_name(ProblemDocument::name()));
    let content = ContentBuilder::new()
        .schema(Some(problem))
        .example(codes.first().copied().map(example));
    let response = ResponseBuilder::new()
        .description(naming(description, &codes))
        .content(MEDIA_TYPE, content.build());
    let mut response = response.build();
    for name in ["X-Request-Id", "RateLimit", "RateLimit-Policy", "Content-Language"] {
        refer_to_header(&mut response, name);
    }
    match status {
        "415" => refer_to_header(&mut response, "Accept-Post"),
        "429" | "503" => refer_to_header(&mut response, "Retry-After"),
        _ => {}
    }
    response
}

fn not_modified() -> Response {
    let mut response =
        Response::new("As it was when it had one of the tags in `If-None-Match`. Nothing is sent again.");
    refer_to_header(&mut response, "ETag");
    refer_to_header(&mut response, "X-Request-Id");
    response
}

/// Says that a response has a header, by the name of its component.
pub(super) fn refer_to_header(response: &mut Response, name: &str) {
    let reference = Ref::new(format!("#/components/headers/{name}"));
    let header = response.headers.entry(name.to_owned());
    header.or_insert(RefOr::Ref(reference));
}

fn accept_language() -> Parameter {
    let language = ObjectBuilder::new().schema_type(Type::String).examples(["fr", "en"]);
    ParameterBuilder::new()
        .name("Accept-Language")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("The language of labels and texts: `fr` (default) or `en`."))
        .schema(Some(language))
        .build()
}

fn if_none_match() -> Parameter {
    let tags = ObjectBuilder::new().schema_type(Type::String);
    ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "The `ETag` of what the caller holds: while it is unchanged, 304 is answered without a body.",
        ))
        .schema(Some(tags))
        .build()
}

fn idempotency_key(required: Required) -> Parameter {
    // Tools send the example of a header that may be left out, and would have one answer for all they try.
    let example = (required == Required::True).then_some("5f0d1c2e-8f0a-4a57-9a53-2b7a4c1f6f10");
    let key = ObjectBuilder::new()
        .schema_type(Type::String)
        .examples(example)
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some("A name for this very request, a UUID for instance. Repeating it within 24 hours with the same key and body has no second effect."))
        .schema(Some(key))
        .build()
}
