//! Every body that the contract describes, spoilt in every way that needs no knowledge of its meaning.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::client::Request;
use tests::hub::Hub;
use tests::{Client, Reading, Reply, with, without};

use crate::published::{Operation, operations};
use crate::table::{For, whom};
use crate::world::World;

tests::stories![
    bodies_that_are_no_json,
    fields_that_nobody_asked_for,
    values_that_cannot_be,
    fields_left_out,
    faults_of_every_field_at_once,
    paths_that_lead_nowhere,
    lists_asked_for_wrongly,
];

/// Everything with a JSON body, asked for by somebody who may.
struct Probe<'a> {
    operation: Operation,
    client: &'a Client,
    path: String,
    example: Value,
}

impl Probe<'_> {
    /// Whether `null` means something there: what a change takes away.
    fn takes_away(&self, pointer: &str) -> bool {
        let pattern = self.operation.pattern.as_str();
        matches!(
            (pattern, pointer),
            ("/v1/account", "/phone") | ("/v1/back-office/training-centres/{id}", "/contact_email")
        )
    }

    async fn with(&self, body: Value) -> Reply {
        self.request().json(body).await
    }

    fn request(&self) -> Request {
        let method = reqwest::Method::from_bytes(self.operation.method.as_bytes()).expect("a method");
        self.client.request(method, &self.path).if_match("*")
    }
}

/// A batch answers for each of its items by itself, and a provider's report is read only once its signature is found
/// good, so their faults are told elsewhere.
async fn everything_with_a_body<'a>(hub: &'a Hub, world: &'a World) -> Vec<Probe<'a>> {
    let mut asked = Vec::new();
    for operation in operations(hub).await {
        let Some(example) = operation.json_example().filter(|example| example.is_object()).cloned() else {
            continue;
        };
        if operation.pattern.starts_with("/v1/payment-webhooks/") {
            continue;
        }
        asked.push(Probe {
            client: world.rightful(whom(&operation)).unwrap_or(hub.anyone()),
            path: world.path(&operation.pattern),
            example,
            operation,
        });
    }
    assert!(!asked.is_empty(), "the contract has bodies");
    asked
}

/// Every value of a document that is no object, with its pointer.
fn leaves(document: &Value) -> Vec<(String, Value)> {
    let inside = |pointer: &str, value: &Value| {
        leaves(value)
            .into_iter()
            .map(|(rest, leaf)| (format!("{pointer}{rest}"), leaf))
            .collect::<Vec<_>>()
    };
    match document {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| inside(&format!("/{name}"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(at, value)| inside(&format!("/{at}"), value))
            .collect(),
        leaf => vec![(String::new(), leaf.clone())],
    }
}

/// The refusal names the place.
#[track_caller]
fn assert_told(reply: Reply, pointer: &str) {
    let shown = reply.to_string();
    let problem = reply.refused(422, "invalid");
    let places: Vec<_> = problem
        .list("/errors")
        .iter()
        .map(|error| error.text("/pointer"))
        .collect();
    assert!(
        places.iter().any(|place| place == pointer),
        "{pointer} is not among {places:?}: {shown}"
    );
}

async fn bodies_that_are_no_json(hub: &Hub) {
    let world = World::made(hub).await;
    for asked in everything_with_a_body(hub, &world).await {
        let raw = |media_type: &str, body: &'static str| asked.request().with("content-type", media_type).body(body);
        raw("application/json", "{\"a\": ").await.refused(400, "malformed_json");
        raw("application/json", "[]").await.expect(422);
        raw("text/plain", "{}").await.refused(415, "unsupported_media_type");
        let huge = format!("{{\"a\": \"{}\"}}", "x".repeat(1024 * 1024));
        asked
            .request()
            .with("content-type", "application/json")
            .body(huge)
            .await
            .refused(413, "body_too_large");
    }
}

async fn fields_that_nobody_asked_for(hub: &Hub) {
    let world = World::made(hub).await;
    for asked in everything_with_a_body(hub, &world).await {
        let reply = asked.with(with(&asked.example, "/colour", json!("red"))).await;
        assert_told(reply, "/colour");
    }
}

async fn values_that_cannot_be(hub: &Hub) {
    let world = World::made(hub).await;
    for asked in everything_with_a_body(hub, &world).await {
        for (pointer, leaf) in leaves(&asked.example) {
            for spoilt in spoilt(&leaf) {
                if spoilt.is_null() && asked.takes_away(&pointer) {
                    continue;
                }
                assert_told(asked.with(with(&asked.example, &pointer, spoilt)).await, &pointer);
            }
        }
        // Its members in their order are no object.
        for (pointer, members) in objects(&asked.example) {
            let list = json!(members.as_object().map(|members| members.values().collect::<Vec<_>>()));
            let spoilt = if pointer.is_empty() {
                list
            } else {
                with(&asked.example, &pointer, list)
            };
            assert_told(asked.with(spoilt).await, &pointer);
        }
    }
}

/// Every object of a document, with its pointer.
fn objects(document: &Value) -> Vec<(String, Value)> {
    let inside = |pointer: String, value: &Value| {
        objects(value)
            .into_iter()
            .map(move |(rest, object)| (format!("{pointer}{rest}"), object))
            .collect::<Vec<_>>()
    };
    match document {
        Value::Object(members) => {
            let deeper = members
                .iter()
                .flat_map(|(name, value)| inside(format!("/{name}"), value));
            std::iter::once((String::new(), document.clone()))
                .chain(deeper)
                .collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(at, value)| inside(format!("/{at}"), value))
            .collect(),
        _ => Vec::new(),
    }
}

/// What can stand in no place where this value stands.
fn spoilt(leaf: &Value) -> Vec<Value> {
    let mut values = vec![json!(null), json!({"a": 1})];
    match leaf {
        Value::String(text) => {
            values.extend([json!(7), json!(format!("{text}\u{0}"))]);
            if text.parse::<chrono::NaiveDate>().is_ok() {
                values.extend([json!("2026-02-30"), json!("22/11/2026"), json!("")]);
            }
            if chrono::DateTime::parse_from_rfc3339(text).is_ok() {
                values.extend([json!("2026-02-30T00:00:00Z"), json!("2026-11-22")]);
            }
            if text.parse::<uuid::Uuid>().is_ok() {
                values.push(json!("0197"));
            }
        }
        Value::Number(_) => values.extend([json!("7"), json!(-1), json!(1.5)]),
        Value::Bool(_) => values.extend([json!("true"), json!(1)]),
        _ => {}
    }
    values
}

async fn fields_left_out(hub: &Hub) {
    let world = World::made(hub).await;
    for asked in everything_with_a_body(hub, &world).await {
        for name in asked.example.as_object().into_iter().flatten().map(|(name, _)| name) {
            let pointer = format!("/{name}");
            if asked.operation.requires(name) {
                assert_told(asked.with(without(&asked.example, &pointer)).await, &pointer);
            }
        }
    }
}

/// A form shows all its red fields, and not one after the other.
async fn faults_of_every_field_at_once(hub: &Hub) {
    let world = World::made(hub).await;
    for asked in everything_with_a_body(hub, &world).await {
        let members = asked.example.as_object().into_iter().flatten();
        let required = members
            .map(|(name, _)| name)
            .filter(|name| asked.operation.requires(name));
        let missing: Vec<_> = required.map(|name| format!("/{name}")).collect();
        if !missing.is_empty() {
            assert_all_told(asked.with(json!({})).await, &missing);
        }
        let leaves = leaves(&asked.example);
        let spoil = |document: Value, (pointer, _): &(String, Value)| with(&document, pointer, json!({"a": 1}));
        let spoilt = leaves.iter().fold(asked.example.clone(), spoil);
        let places: Vec<_> = leaves.into_iter().map(|(pointer, _)| pointer).collect();
        assert_all_told(asked.with(spoilt).await, &places);
    }
}

/// The refusal names every one of these places, and no other.
#[track_caller]
fn assert_all_told(reply: Reply, places: &[String]) {
    let shown = reply.to_string();
    let problem = reply.refused(422, "invalid");
    let errors = problem.list("/errors").iter();
    let told: BTreeSet<String> = errors.map(|error| error.text("/pointer").clone()).collect();
    let expected: BTreeSet<_> = places.iter().cloned().collect();
    assert_eq!(told, expected, "{shown}");
}

async fn paths_that_lead_nowhere(hub: &Hub) {
    let world = World::made(hub).await;
    for operation in operations(hub).await {
        let whom = match whom(&operation) {
            // An agent may not even name a colleague, wherever that leads.
            For::Agent => For::Supervisor,
            whom => whom,
        };
        let Some(client) = world.rightful(whom).filter(|_| operation.pattern.contains("{id}")) else {
            continue;
        };

        for nowhere in ["not-an-id", "0197f1a0-0000-7000-8000-000000000000", "%00", "%C3%28"] {
            let path = operation.pattern.replace("{id}", nowhere);
            let reply = operation.request(client, &world.path(&path)).await;
            assert!([400, 404].contains(&reply.status), "{reply}");
        }
    }
}

async fn lists_asked_for_wrongly(hub: &Hub) {
    let world = World::made(hub).await;
    for operation in operations(hub).await {
        let Some(client) = world.rightful(whom(&operation)).filter(|_| operation.is_list()) else {
            continue;
        };
        let path = world.path(&operation.pattern);
        let ask = async |query: &str| client.get(&format!("{path}?{query}")).await;
        ask("limit=101").await.invalid(&[("limit", "wrong_type")]);
        ask("limit=two").await.invalid(&[("limit", "wrong_type")]);
        ask("cursor=abc").await.invalid(&[("cursor", "cursor")]);
        ask("cursor=%00").await.invalid(&[("cursor", "null_character")]);
        ask("colour=red").await.invalid(&[("colour", "unknown_parameter")]);
        ask("limit=1&limit=2").await.invalid(&[("limit", "repeated")]);
        ask("limit=1").await.ok();
    }
}
