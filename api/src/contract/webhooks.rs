//! What partners' endpoints are sent, under `webhooks`: one for each event there is.

use domain::webhook::{Audience, EventDocument, WebhookEvent};
use domain::words::Word as _;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::ObjectBuilder;
use utoipa::openapi::{Components, ContentBuilder, OpenApi, PathsBuilder, Ref, Required, Type};
use utoipa::{PartialSchema, ToSchema};

/// Describes every event.
pub(super) fn describe(contract: &mut OpenApi) {
    let paths = WebhookEvent::ALL.iter().fold(PathsBuilder::new(), |paths, event| {
        paths.path(event.name(), PathItem::new(HttpMethod::Post, operation(*event)))
    });
    contract.webhooks = Some(paths.build());
    add_schemas(contract.components.get_or_insert_default());
}

fn add_schemas(components: &mut Components) {
    let mut schemas = vec![(EventDocument::name().into_owned(), EventDocument::schema())];
    EventDocument::schemas(&mut schemas);
    for (name, schema) in schemas {
        components.schemas.entry(name).or_insert(schema);
    }
}

fn operation(event: WebhookEvent) -> Operation {
    let taken = "The endpoint took it: any status of 2xx. Redirects are not followed, and 410 pauses the endpoint. \
                 Whatever else is answered, it is sent again for two days, ever more seldom.";
    let operation = OperationBuilder::new()
        .tag("webhook-events")
        .operation_id(Some(id_of(event)))
        .summary(Some(summary(event)))
        .description(Some(description(event)))
        .request_body(Some(body()))
        // It is the signature that shows who asks.
        .securities(Some(Vec::new()))
        .response("2XX", ResponseBuilder::new().description(taken).build());
    HEADERS
        .iter()
        .fold(operation, |operation, header| operation.parameter(parameter(header)))
        .build()
}

/// The headers of Standard Webhooks: name, what it says, an example.
const HEADERS: &[(&str, &str, &str)] = &[
    (
        "webhook-id",
        "Identifier of the event, the same at every attempt and replay: what was taken under it is not done again.",
        "01975b1c-7d4e-7aaa-8bbb-0123456789ab",
    ),
    (
        "webhook-timestamp",
        "When this attempt was made, in seconds since 1970: what is older than five minutes is not to be believed.",
        "1795338000",
    ),
    (
        "webhook-signature",
        "Signatures of `id.timestamp.body`, separated by spaces: `v1,` and HMAC-SHA-256, `v1a,` and Ed25519 (base64).",
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    ),
];

fn parameter((name, description, example): &(&str, &str, &str)) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String).examples([*example]);
    ParameterBuilder::new()
        .name(*name)
        .parameter_in(ParameterIn::Header)
        .required(Required::True)
        .description(Some(*description))
        .schema(Some(text))
        .build()
}

fn body() -> utoipa::openapi::request_body::RequestBody {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(EventDocument::name())))
        .build();
    RequestBodyBuilder::new()
        .content("application/json", content)
        .required(Some(Required::True))
        .build()
}

/// `attestation.matched` is `onAttestationMatched`.
fn id_of(event: WebhookEvent) -> String {
    let words = event.name().split(['.', '_']).map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_ascii_uppercase() + rest
    });
    format!("on{}", words.collect::<String>())
}

const fn summary(event: WebhookEvent) -> &'static str {
    match event {
        WebhookEvent::AttestationMatched => "An attestation was matched",
        WebhookEvent::AttestationMismatch => "An attestation nearly matches",
        WebhookEvent::AttestationDismissed => "An attestation was dismissed",
        WebhookEvent::AttestationCertified => "A certificate was issued for an attestation",
        WebhookEvent::ProductionOrderQueued => "A production order was queued",
        WebhookEvent::CaseStageChanged => "A case entered a stage",
        WebhookEvent::CardStageChanged => "A card entered a stage",
        WebhookEvent::AccountStageChanged => "An account entered a stage",
        WebhookEvent::Test => "A test",
    }
}

fn description(event: WebhookEvent) -> String {
    let whose = match event.audience() {
        Some(Audience::Centre) => "For endpoints of the training centre whose attestation it is.",
        Some(Audience::Factory) => "For endpoints of the card factory.",
        Some(Audience::Frontend) => {
            "For endpoints of operators of registered frontends, of drivers who are signed in by the frontend at that moment and \
             granted it the scope that is needed to read the thing: `cases`, `cards:read` or `profile`."
        }
        None => "For the endpoint whose owner asked for it; nobody subscribes to it.",
    };
    format!(
        "{whose} Events of one thing come in their order; each comes at least once, perhaps again, under the same \
         `webhook-id`."
    )
}
