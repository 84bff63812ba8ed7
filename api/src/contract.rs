//! The contract: the OpenAPI 3.1 document, made of the very routes that are served.
//!
//! What every operation has in common (its problems, the language header, `Idempotency-Key`, …) is added here by
//! rule, so that routes only say what is their own.

mod conventions;
mod links;
mod optional;
mod pages;
mod requests;
mod security;
mod shared;
mod tags;
#[cfg(test)]
mod tests;
mod unused;
mod versions;
mod webhooks;

use std::borrow::Cow;

use actix_web::App;
use utoipa::openapi::{ContactBuilder, ExternalDocs, InfoBuilder, LicenseBuilder, OpenApi, ServerBuilder};
use utoipa_actix_web::AppExt;

use crate::config::Profile;
use crate::routes;

/// The contract of a profile. The committed `openapi.yaml` is the sandbox's: it has everything.
pub fn document(profile: Profile) -> OpenApi {
    let app = App::new().into_utoipa_app().openapi(frame(profile));
    let (_, mut contract) = app
        .configure(|config| routes::register(config, profile))
        .split_for_parts();
    webhooks::describe(&mut contract);
    pages::name(&mut contract);
    conventions::apply(&mut contract);
    versions::apply(&mut contract);
    optional::omit_nulls(&mut contract);
    requests::bound(&mut contract);
    tags::describe(&mut contract);
    unused::prune(&mut contract);
    contract
}

/// The same as YAML, in an order that depends on nothing but the routes.
pub fn yaml(contract: &OpenApi) -> String {
    // utoipa's model has nothing that YAML could not hold.
    let yaml = contract.to_yaml().unwrap_or_else(|error| format!("# {error}\n"));
    let lines: Vec<_> = yaml.lines().map(quoted).collect();
    lines.join("\n") + "\n"
}

/// YAML 1.1, which many still read, takes a date for something else than a text, and fails of `1975-06-00`; and it takes
/// the coordinate `y` of a key (RFC 7517) for a boolean.
fn quoted(line: &str) -> Cow<'_, str> {
    if let Some(name) = line.strip_suffix(':') {
        let (before, name) = name.split_at(name.len() - name.trim_start().len());
        if is_boolean_of_yaml_1_1(name) {
            return Cow::Owned(format!("{before}'{name}':"));
        }
    }
    let value = line.rfind(": ").map(|at| at + 2).or(line.rfind("- ").map(|at| at + 2));
    match value.map(|at| line.split_at(at)) {
        Some((before, value)) if is_date(value) => Cow::Owned(format!("{before}'{value}'")),
        _ => Cow::Borrowed(line),
    }
}

/// What YAML 1.1 reads as a boolean where no quotes say otherwise.
fn is_boolean_of_yaml_1_1(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["y", "n", "yes", "no", "on", "off", "true", "false"].contains(&text.as_str())
}

/// `YYYY-MM-DD`, alone or before a time.
fn is_date(text: &str) -> bool {
    let (date, rest) = text.split_at_checked(10).unwrap_or(("", text));
    let is_form = date.bytes().zip(b"dddd-dd-dd").all(|(byte, form)| match form {
        b'd' => byte.is_ascii_digit(),
        _ => byte == *form,
    });
    !date.is_empty() && is_form && (rest.is_empty() || rest.starts_with('T') && rest.ends_with('Z'))
}

/// Where a sandbox is found that `cargo run` starts: generators need an address that stands by itself.
fn on_own_machine(contract: &mut OpenApi) {
    let sandbox = ServerBuilder::new().url("http://127.0.0.1:8080").description(Some(
        "A hub in the sandbox on one's own machine, as `cargo run` starts it.",
    ));
    contract.servers.get_or_insert_default().push(sandbox.build());
    let mut docs = ExternalDocs::new("http://127.0.0.1:8080/docs/");
    docs.description = Some("Guides, and pictures of lifecycles".to_owned());
    contract.external_docs = Some(docs);
}

/// What stands around the operations.
fn frame(profile: Profile) -> OpenApi {
    let info = InfoBuilder::new()
        .title("CQC Hub")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(include_str!("contract/introduction.md").trim_end()))
        .contact(Some(
            ContactBuilder::new().name(Some("The operator of this hub")).build(),
        ))
        .license(Some(
            LicenseBuilder::new()
                .name("Apache-2.0")
                .identifier(Some("Apache-2.0"))
                .build(),
        ))
        .build();
    let mut contract = OpenApi::new(info, utoipa::openapi::Paths::new());
    contract.servers = Some(vec![
        ServerBuilder::new()
            .url("/")
            .description(Some("The hub that serves this document."))
            .build(),
    ]);
    if profile == Profile::Sandbox {
        on_own_machine(&mut contract);
    }
    contract.components = Some(security::components());
    contract
}
