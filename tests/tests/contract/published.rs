//! What the hub publishes about itself, as a client reads it.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use tests::client::Request;
use tests::hub::Hub;
use tests::{Client, Reading, caching, files};

use crate::table::whom;
use crate::world::World;

tests::stories![
    the_contract_is_the_committed_one,
    every_problem_has_its_page,
    the_documentation_is_there,
    every_example_is_one,
    what_is_unchanged_is_not_sent_again,
    every_answer_says_who_may_keep_it,
];

/// One operation, as the contract tells of it.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The method.
    pub method: String,
    /// The path, with its parameters in braces.
    pub pattern: String,
    /// The security schemes of which one is needed.
    pub security: Vec<String>,
    /// The scope that a frontend needs.
    pub scope: Option<String>,
    body: Option<Value>,
    parameters: Vec<String>,
    needs_key: bool,
    has_versions: bool,
}

/// Every operation of the contract that a hub publishes.
pub async fn operations(hub: &Hub) -> Vec<Operation> {
    let contract = hub.anyone().get("/openapi.json").await.ok();
    let mut operations = Vec::new();
    for (pattern, item) in contract.at("/paths").as_object().expect("paths") {
        let methods = ["get", "post", "put", "patch", "delete"];
        for (method, operation) in methods.iter().filter_map(|method| Some((method, item.get(method)?))) {
            let schemes = operation["security"].as_array().into_iter().flatten();
            let names =
                schemes.flat_map(|scheme| scheme.as_object().into_iter().flatten().map(|(name, _)| name.clone()));
            operations.push(Operation {
                method: method.to_uppercase(),
                pattern: pattern.clone(),
                security: names.collect(),
                scope: scope_of(operation),
                body: operation.get("requestBody").map(|body| example(&contract, body)),
                parameters: names_of(operation.get("parameters").unwrap_or(&Value::Null)),
                needs_key: operation["parameters"]
                    .to_string()
                    .contains("/RequiredIdempotencyKey\""),
                has_versions: operation.at("/responses").get("304").is_some(),
            });
        }
    }
    operations
}

/// The scope that an operation names for frontends.
fn scope_of(operation: &Value) -> Option<String> {
    let mut schemes = operation["security"].as_array().into_iter().flatten();
    let scopes = schemes.find_map(|scheme| scheme.get("frontend"))?;
    scopes.get(0).and_then(Value::as_str).map(str::to_owned)
}

/// A body that the contract gives as an example, by its media type.
fn example(contract: &Value, body: &Value) -> Value {
    let (media_type, content) = body
        .at("/content")
        .as_object()
        .and_then(|all| all.iter().next())
        .expect("a media type");
    let schema = resolved(contract, content.get("schema").unwrap_or(&Value::Null));
    let of_examples = |of: &Value| match &of["examples"] {
        Value::Array(examples) => examples.first().cloned(),
        Value::Object(examples) => examples.values().next().map(|example| example["value"].clone()),
        _ => None,
    };
    let found = [
        content.get("example").cloned(),
        of_examples(content),
        schema.get("example").cloned(),
        of_examples(schema),
    ];
    json!({"media_type": media_type, "example": found.into_iter().flatten().next(), "required": schema["required"]})
}

fn names_of(parameters: &Value) -> Vec<String> {
    let names = parameters
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|parameter| parameter.get("name"));
    names.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn resolved<'a>(contract: &'a Value, schema: &'a Value) -> &'a Value {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(reference) => contract.at(reference.trim_start_matches('#')),
        None => schema,
    }
}

impl Operation {
    /// How a person would name it.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.pattern)
    }

    /// Whether it has a JSON body.
    pub fn json_example(&self) -> Option<&Value> {
        let body = self.body.as_ref()?;
        (body["media_type"] == "application/json").then(|| &body["example"])
    }

    /// Whether its JSON body has to have a field.
    pub fn requires(&self, field: &str) -> bool {
        let required = self.body.as_ref().and_then(|body| body["required"].as_array());
        required.is_some_and(|names| names.iter().any(|name| name == field))
    }

    /// Whether it answers page by page.
    pub fn is_list(&self) -> bool {
        self.parameters.iter().any(|name| name == "cursor")
    }

    /// The request of somebody, with the body that the contract gives as an example.
    pub fn request(&self, client: &Client, path: &str) -> Request {
        let method = Method::from_bytes(self.method.as_bytes()).expect("a method");
        let request = client.request(method, path);
        let request = if self.method == "GET" {
            request
        } else {
            request.if_match("*")
        };
        let request = if self.needs_key {
            request.idempotently("k")
        } else {
            request
        };
        let Some(body) = &self.body else { return request };
        match body["media_type"].as_str() {
            Some("application/json") => request.json(body["example"].clone()),
            Some("application/x-ndjson") => request
                .with("content-type", "application/x-ndjson")
                .body(body.text("/example")),
            Some("multipart/form-data") => request.upload("photo", files::photo()),
            Some("application/x-www-form-urlencoded") => request.form(&[("grant_type", "client_credentials")]),
            other => panic!("{}: a body of {other:?}", self.name()),
        }
    }
}

async fn the_contract_is_the_committed_one(hub: &Hub) {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.yaml");
    let committed = std::fs::read_to_string(committed).expect("openapi.yaml");
    let served = hub.anyone().get("/openapi.yaml").await.expect(200);
    assert!(
        served.text() == committed,
        "openapi.yaml is stale: cargo run -- openapi > openapi.yaml"
    );

    let as_json = hub.anyone().get("/openapi.json").await.ok();
    let as_yaml: Value = serde_yaml_ng::from_str(served.text()).expect("YAML");
    assert_eq!(as_json, as_yaml);
    assert_eq!(as_json["openapi"], "3.1.0");
}

async fn every_problem_has_its_page(hub: &Hub) {
    let problem = hub.anyone().get("/v1/account").await.unauthenticated();
    let page = hub.anyone().get(&hub.path_of(&problem.text("/type"))).await.expect(200);
    assert!(
        page.header("content-type")
            .is_some_and(|media_type| media_type.starts_with("text/html"))
    );
    for code in api::http::Code::ALL {
        let page = hub
            .anyone()
            .get(&format!("/problems/{}", code.name()))
            .in_english()
            .await
            .expect(200);
        assert!(page.text().contains(code.name()), "{page}");
    }
    hub.anyone().get("/problems/no_such_problem").await.expect(404);
}

async fn the_documentation_is_there(hub: &Hub) {
    let mut to_read = vec!["/docs/".to_owned(), "/docs/reference".to_owned()];
    let mut read = BTreeSet::new();
    while let Some(path) = to_read.pop() {
        if read.insert(path.clone()) {
            let page = hub.anyone().get(&path).await.expect(200);
            assert!(page.header("content-security-policy").is_some(), "{path}");
            to_read.extend(addresses(&String::from_utf8_lossy(&page.body)));
        }
    }
    assert!(
        read.contains("/docs/scalar/standalone.js") && read.contains("/docs/diagrams/card.svg"),
        "{read:?}"
    );
    hub.anyone().get("/docs/no_such_page").await.not_found();
}

/// The pages, pictures and scripts of the documentation that a page refers to.
fn addresses(page: &str) -> Vec<String> {
    let quoted = ["href=\"/docs/", "src=\"/docs/"]
        .into_iter()
        .flat_map(|name| page.split(name).skip(1));
    let names = quoted.filter_map(|rest| rest.split(['"', '#']).next());
    names.map(|name| format!("/docs/{name}")).collect()
}

async fn every_example_is_one(hub: &Hub) {
    for operation in operations(hub).await {
        if let Some(example) = operation.json_example() {
            assert!(!example.is_null(), "{} has a body without an example", operation.name());
        }
    }
}

/// Whatever of it can be read: it has a tag where the contract says so, and nowhere else.
async fn what_is_unchanged_is_not_sent_again(hub: &Hub) {
    let world = World::made(hub).await;
    for operation in operations(hub).await {
        if operation.method != "GET" {
            continue;
        }
        let client = world.rightful(whom(&operation)).unwrap_or(hub.anyone());
        let path = world.path(&operation.pattern);
        let read = client.get(&path).come_what_may().await;
        if read.status != 200 {
            continue;
        }
        let tag = read.header("etag");
        assert_eq!(tag.is_some(), operation.has_versions, "{}", operation.name());
        if let Some(tag) = tag {
            client.get(&path).with("if-none-match", tag).await.expect(304);
        }
    }
}

/// Of every operation: what it answers to whoever may ask, and what to a stranger.
async fn every_answer_says_who_may_keep_it(hub: &Hub) {
    let world = World::made(hub).await;
    let mut answered = 0;
    for operation in operations(hub).await {
        let path = world.path(&operation.pattern);
        let client = world.rightful(whom(&operation)).unwrap_or(hub.anyone());
        // Signing out would make strangers of the rest.
        let asking = if operation.method == "DELETE" {
            hub.anyone()
        } else {
            client
        };
        for client in [hub.anyone(), asking] {
            let reply = operation.request(client, &path).come_what_may().await;
            let rule = caching::rule(&operation.method, &path, reply.status);
            assert_eq!(
                reply.header("cache-control"),
                Some(rule),
                "{}: {reply}",
                operation.name()
            );
            answered += usize::from(reply.status < 400);
        }
    }
    assert!(answered > 50, "{answered} were answered with more than a refusal");
}
