//! What the conventions give every operation, by rule: parameters, headers, and the problems it can answer with.

use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{ObjectBuilder, Schema};
use utoipa::openapi::{Components, Content, OpenApi, Ref, RefOr, Required, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::http::problem::{MEDIA_TYPE, ProblemDocument, ProblemError};

/// The problems by status: component's name and description.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("400", "MalformedRequest", "The request cannot be read."),
    ("401", "Unauthenticated", "A valid access token is required."),
    ("403", "Forbidden", "The caller's role or scope does not allow it."),
    ("404", "NotFound", "No such thing, or it belongs to somebody else."),
    ("406", "NotAcceptable", "`Accept` excludes every form there is."),
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

/// Where a repeated POST is meant to act again: tokens, passwords and credentials are never kept for a repetition.
fn takes_idempotency_key(path: &str) -> bool {
    let excluded = [
        "/v1/sessions",
        "/oauth/",
        "/v1/password",
        "/v1/download-links",
        "/v1/payment-webhooks",
        "/v1/sandbox",
    ];
    !path.ends_with("/credentials") && !excluded.iter().any(|prefix| path.starts_with(prefix))
}

/// Applies every rule to every operation.
pub(super) fn apply(contract: &mut OpenApi) {
    for (path, item) in &mut contract.paths.paths {
        for (method, operation) in operations(item) {
            parameters(method, path, operation);
            response_headers(method, path, operation);
            problems(path, operation);
            // Without a word on security it is public, which the contract says aloud.
            operation.security.get_or_insert_default();
        }
    }
    components(contract.components.get_or_insert_default());
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("DELETE", &mut item.delete),
        ("GET", &mut item.get),
        ("PATCH", &mut item.patch),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

fn parameters(method: &str, path: &str, operation: &mut Operation) {
    if path.starts_with("/v1/") {
        refer_to_parameter(operation, "Accept-Language", "AcceptLanguage");
    }
    if method == "POST" && path.starts_with("/v1/") && takes_idempotency_key(path) {
        refer_to_parameter(operation, "Idempotency-Key", "IdempotencyKey");
    }
}

fn refer_to_parameter(operation: &mut Operation, name: &str, component: &str) {
    if !has_parameter(operation, |parameter| parameter.name.eq_ignore_ascii_case(name)) {
        let reference = RefOr::Ref(Ref::new(format!("#/components/parameters/{component}")));
        operation.parameters.get_or_insert_default().push(reference);
    }
}

fn has_parameter(operation: &Operation, is: impl Fn(&Parameter) -> bool) -> bool {
    operation
        .parameters
        .iter()
        .flatten()
        .any(|parameter| matches!(parameter, RefOr::T(parameter) if is(parameter)))
}

fn refers_to(operation: &Operation, component: &str) -> bool {
    operation.parameters.iter().flatten().any(|parameter| {
        matches!(parameter, RefOr::Ref(reference) if reference.ref_location.ends_with(&format!("/{component}")))
    })
}

fn response_headers(method: &str, path: &str, operation: &mut Operation) {
    let replayed = refers_to(operation, "IdempotencyKey");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if !status.starts_with('2') {
            continue;
        }
        let is_list = response.content.values().any(is_page);
        let is_resource = method == "GET" && path.starts_with("/v1/") && path.contains('{') && !is_list;
        let headers = [
            ("ETag", is_resource && response.content.contains_key("application/json")),
            ("Link", is_list),
            ("Location", status == "201"),
            ("Idempotency-Replayed", replayed),
        ];
        for (name, _) in headers.into_iter().filter(|(_, due)| *due) {
            let reference = Ref::new(format!("#/components/headers/{name}"));
            response.headers.entry(name.to_owned()).or_insert(RefOr::Ref(reference));
        }
    }
}

fn is_page(content: &RefOr<Content>) -> bool {
    let RefOr::T(content) = content else { return false };
    match &content.schema {
        Some(RefOr::Ref(reference)) => reference.ref_location.contains("/schemas/Page_"),
        Some(RefOr::T(Schema::Object(object))) => object.properties.contains_key("next_cursor"),
        _ => false,
    }
}

/// Adds each problem that can happen and is not described by the operation itself.
fn problems(path: &str, operation: &mut Operation) {
    let has_body = operation.request_body.is_some();
    let is = |place: ParameterIn| move |parameter: &Parameter| parameter.parameter_in == place;
    let has_query = has_parameter(operation, is(ParameterIn::Query));
    let has_path = has_parameter(operation, is(ParameterIn::Path)) || path.contains('{');
    let is_if_match = |parameter: &Parameter| parameter.name.eq_ignore_ascii_case("if-match");
    let has_if_match = has_parameter(operation, is_if_match);
    let needs_if_match = has_parameter(operation, |parameter| {
        is_if_match(parameter) && parameter.required == Required::True
    });
    let has_key = refers_to(operation, "IdempotencyKey");
    let is_secured = operation.security.as_ref().is_some_and(|schemes| !schemes.is_empty());
    let is_health = path.starts_with("/health/");
    let due = |status: &str| match status {
        "400" => has_body || has_query || has_if_match || has_key,
        "401" | "403" => is_secured,
        "404" => has_path,
        "409" => has_key,
        "412" => has_if_match,
        "413" | "415" => has_body,
        "422" => has_body || has_query || has_key,
        "428" => needs_if_match,
        "429" => !is_health,
        "406" | "500" | "503" => true,
        _ => false,
    };
    for (status, name, _) in PROBLEMS.iter().filter(|(status, ..)| due(status)) {
        let reference = RefOr::Ref(Ref::new(format!("#/components/responses/{name}")));
        operation
            .responses
            .responses
            .entry((*status).to_owned())
            .or_insert(reference);
    }
}

/// What the operations above refer to.
fn components(components: &mut Components) {
    components
        .schemas
        .insert(ProblemDocument::name().into_owned(), ProblemDocument::schema());
    components
        .schemas
        .insert(ProblemError::name().into_owned(), ProblemError::schema());
    for (status, name, description) in PROBLEMS {
        components
            .responses
            .insert((*name).to_owned(), RefOr::T(problem_response(status, description)));
    }
    for (name, parameter) in [
        ("AcceptLanguage", accept_language()),
        ("IdempotencyKey", idempotency_key()),
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

fn problem_response(status: &str, description: &str) -> Response {
    let problem = RefOr::Ref(Ref::from_schema_name(ProblemDocument::name()));
    let response = ResponseBuilder::new()
        .description(description)
        .content(MEDIA_TYPE, Content::new(Some(problem)));
    let mut response = response.build();
    let mut refer_to = |name: &str| {
        response.headers.insert(
            name.to_owned(),
            RefOr::Ref(Ref::new(format!("#/components/headers/{name}"))),
        );
    };
    refer_to("X-Request-Id");
    if matches!(status, "429" | "503") {
        refer_to("Retry-After");
    }
    response
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

fn idempotency_key() -> Parameter {
    let key = text("5f0d1c2e-8f0a-4a57-9a53-2b7a4c1f6f10")
        .min_length(Some(1))
        .max_length(Some(255))
        .pattern(Some("^[!-~]+$"));
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some("A name for this very request, a UUID for instance. Repeating it within 24 hours with the same key and body has no second effect."))
        .schema(Some(key))
        .build()
}
