//! What the conventions give every operation, by rule: parameters, headers, and the problems it can answer with.

use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::schema::Schema;
use utoipa::openapi::{Content, OpenApi, Ref, RefOr, Required, Response};

use super::shared::{self, PROBLEMS};
use super::{links, security};
use crate::http::middleware::operations::{NOT_COUNTED, limit_named};
use crate::http::problem::{Code, MEDIA_TYPE, example};

/// The parameter that names a request, as operations refer to it.
const KEY: &str = "IdempotencyKey";
const REQUIRED_KEY: &str = "RequiredIdempotencyKey";

/// Applies every rule to every operation.
pub(super) fn apply(contract: &mut OpenApi) {
    for (path, item) in &mut contract.paths.paths {
        for operation in operations(item) {
            parameters(path, operation);
            response_headers(operation);
            problems(path, operation);
            // Without a word on security it is public, which the contract says aloud.
            let requirements = operation.security.get_or_insert_default();
            if let (Some(callers), Some(text)) = (security::callers(requirements), &mut operation.description) {
                text.push_str("\n\n");
                text.push_str(&callers);
            }
        }
    }
    shared::add(contract.components.get_or_insert_default());
    links::follow(contract);
}

/// The operations of a path.
pub(super) fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut item.delete,
        &mut item.get,
        &mut item.patch,
        &mut item.post,
        &mut item.put,
    ];
    all.into_iter().filter_map(Option::as_mut)
}

fn parameters(path: &str, operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter {
            without_example(parameter);
        }
    }
    let key = declared_key(operation);
    if path.starts_with("/v1/") {
        refer_to_parameter(operation, "Accept-Language", "AcceptLanguage");
    }
    if let Some(component) = key {
        refer_to_parameter(operation, "Idempotency-Key", component);
    }
}

/// Tools send the example of a header that may be left out with every request, where it is wrong.
fn without_example(parameter: &mut Parameter) {
    if parameter.parameter_in != ParameterIn::Header || parameter.required == Required::True {
        return;
    }
    if let Some(RefOr::T(Schema::Object(schema))) = &mut parameter.schema {
        schema.example = None;
        schema.examples.clear();
    }
}

/// Takes away the key that a handler declares, for the one description of it that all share: that component's name.
fn declared_key(operation: &mut Operation) -> Option<&'static str> {
    let parameters = operation.parameters.as_mut()?;
    let at = parameters
        .iter()
        .position(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "Idempotency-Key"))?;
    match parameters.remove(at) {
        RefOr::T(parameter) if parameter.required == Required::True => Some(REQUIRED_KEY),
        _ => Some(KEY),
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

fn takes_key(operation: &Operation) -> bool {
    refers_to(operation, KEY) || refers_to(operation, REQUIRED_KEY)
}

fn response_headers(operation: &mut Operation) {
    let replayed = takes_key(operation);
    let is_counted = limit_named(operation) != Some(NOT_COUNTED);
    let has_parts = operation.responses.responses.contains_key("206");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        let is_success = status.starts_with('2');
        let is_list = response.content.values().any(is_page);
        let headers = [
            ("X-Request-Id", true),
            ("RateLimit", is_counted),
            ("RateLimit-Policy", is_counted),
            ("Link", is_success && is_list),
            ("Location", status == "201"),
            ("Idempotency-Replayed", is_success && replayed),
            ("Accept-Ranges", is_success && has_parts),
            ("Content-Range", status == "206"),
            (
                "Content-Disposition",
                is_success && response.content.keys().any(|kind| is_file(kind)),
            ),
            (
                "Content-Language",
                !is_success || response.content.contains_key("text/html"),
            ),
            ("Retry-After", matches!(status.as_str(), "429" | "503")),
        ];
        for (name, _) in headers.into_iter().filter(|(_, due)| *due) {
            shared::refer_to_header(response, name);
        }
    }
}

/// Whether it comes under a name of its own. The picture of a card is drawn for a page.
fn is_file(media_type: &str) -> bool {
    matches!(media_type, "application/pdf" | "image/jpeg" | "image/png")
}

/// Whether it is one page of a list.
pub(super) fn is_page(content: &RefOr<Content>) -> bool {
    let RefOr::T(content) = content else { return false };
    match &content.schema {
        Some(RefOr::Ref(reference)) => reference.ref_location.ends_with("Page"),
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
    let has_key = takes_key(operation);
    let is_secured = operation.security.as_ref().is_some_and(|schemes| !schemes.is_empty());
    let is_health = path.starts_with("/health/");
    let due = |status: &str| match status {
        "400" => has_body || has_query || has_if_match || has_key,
        "401" | "403" => is_secured,
        "404" => has_path,
        "409" => has_key,
        "412" => has_if_match,
        "408" | "413" | "415" => has_body,
        "414" => has_path || has_query,
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
    let responses = operation.responses.responses.iter_mut();
    for (status, response) in responses.filter(|(status, _)| status.as_str() >= "400") {
        if let RefOr::T(response) = response {
            name_codes(status, response, has_key);
        }
    }
}

/// Gives a problem that an operation describes itself an example of each code it can carry: those that its description
/// names, and that of a key in use; where it names none, all of its status.
fn name_codes(status: &str, response: &mut Response, has_key: bool) {
    let of_status = shared::codes_of(status);
    let is_named = |code: &Code| response.description.contains(&format!("`{}`", code.name()));
    let mut codes: Vec<_> = of_status.iter().copied().filter(is_named).collect();
    if codes.is_empty() {
        response.description = shared::naming(&response.description, &of_status);
        codes = of_status;
    }
    if status == "409" && has_key {
        codes.push(Code::IdempotencyInProgress);
    }
    if let Some(RefOr::T(content)) = response.content.get_mut(MEDIA_TYPE) {
        content.examples = codes
            .into_iter()
            .map(|code| {
                let example = ExampleBuilder::new().value(Some(example(code))).build();
                (code.name().to_owned(), RefOr::T(example))
            })
            .collect();
    }
}
