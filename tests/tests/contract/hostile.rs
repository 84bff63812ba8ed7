//! Every operation of the contract, sent the largest of everything that costs a server dearly: what comes back is an
//! error, and a short one.

use reqwest::Method;
use serde_json::Value;
use tests::client::Request;
use tests::hub::Hub;
use tests::{Client, Reply};

use crate::published::{Operation, operations};
use crate::table::whom;
use crate::world::World;

/// Told on one database: what is sent here is refused before either is asked.
macro_rules! told_once {
    ($($story:ident),+ $(,)?) => { $(
        mod $story {
            #[test]
            fn on_sqlite() {
                tests::stories::tell(tests::databases::Database::sqlite(), super::$story);
            }
        }
    )+ };
}

told_once![
    bodies_of_every_shape,
    addresses_of_every_shape,
    forms_of_every_shape,
    nothing_is_unpacked,
];

/// The largest body that is read.
const BODY: usize = 1024 * 1024;
/// The most bytes of an answer to something hostile.
const ANSWER: usize = 64 * 1024;
/// The most faults that are told at once.
const FAULTS: usize = 50;

/// Short, an error, and not the hub's own.
#[track_caller]
fn assert_bounded(reply: &Reply, what: &str) {
    let size = reply.body.len();
    assert!(size <= ANSWER, "{what}: an answer of {size} bytes");
    assert!(reply.status < 500, "{what}: {}", reply.status);
    let faults = serde_json::from_slice::<Value>(&reply.body).unwrap_or_default()["errors"]
        .as_array()
        .map_or(0, Vec::len);
    assert!(faults <= FAULTS, "{what}: {faults} faults");
}

/// Fills a body: `before`, then as many of `each` as there is room for, then `after`.
fn filled(before: &str, each: &str, after: &str) -> String {
    let room = BODY - before.len() - after.len() - 8;
    format!("{before}{}{after}", each.repeat(room / each.len()))
}

/// So many times the same, but for the number in it.
fn numbered(count: usize, each: &str) -> String {
    let numbered = (0..count).map(|number| each.replace("{}", &number.to_string()));
    numbered.collect::<Vec<_>>().concat()
}

/// JSON documents that are large in one way each.
fn documents() -> Vec<(&'static str, String)> {
    let long = "k".repeat(100_000);
    vec![
        (
            "nulls under a long name",
            filled(&format!("{{\"{long}\":["), "null,", "0]}"),
        ),
        ("a long name", filled("{\"", "k", "\":null}")),
        ("a name of escapes", filled("{\"", "\\u0001~/", "\":null}")),
        (
            "many members",
            format!("{{{}\"last\":0}}", numbered(60_000, "\"member-{}\":0,")),
        ),
        ("one member many times", filled("{", "\"a\":0,", "\"a\":0}")),
        ("null characters", filled("{\"a\":[", "\"\\u0000\",", "0]}")),
        ("a long text", filled("{\"a\":\"", "é", "\"}")),
        (
            "long names in long names",
            filled("", &format!("{{\"{}\":", "k".repeat(8_000)), "0"),
        ),
        ("lists in lists", filled("", "[", "")),
        ("a long number", filled("{\"a\":", "9", "}")),
        ("a long fraction", filled("{\"a\":0.", "1", "}")),
        ("a list of nothing", filled("[", "0,", "0]")),
        ("a list of empty objects", filled("[", "{},", "{}]")),
        ("white space", filled("{", " ", "}")),
        ("no JSON", filled("", "x", "")),
    ]
}

/// The example of an operation with a value in the place of each of its members.
fn spoilt(example: &Value) -> Vec<(String, String)> {
    let members = example.as_object().into_iter().flatten();
    members
        .flat_map(|(name, _)| {
            let with = |filling: String| example.to_string().replacen(&example[name].to_string(), &filling, 1);
            let text = "\\\"<é'".repeat(10_000);
            [
                (format!("a long text at {name}"), with(format!("\"{text}\""))),
                (
                    format!("a list at {name}"),
                    with(format!("[{}0]", "\"x\",".repeat(4_000))),
                ),
                (
                    format!("objects at {name}"),
                    with(format!("[{}0]", "{\"target\":\"\",\"x\":null},".repeat(1_000))),
                ),
            ]
        })
        .collect()
}

fn request(client: &Client, world: &World, operation: &Operation) -> Request {
    let method = Method::from_bytes(operation.method.as_bytes()).expect("a method");
    client
        .request(method, &world.path(&operation.pattern))
        .if_match("*")
        .with("idempotency-key", "hostile")
}

fn caller<'a>(hub: &'a Hub, world: &'a World, operation: &Operation) -> &'a Client {
    world.rightful(whom(operation)).unwrap_or(hub.anyone())
}

async fn bodies_of_every_shape(hub: &Hub) {
    let world = World::made(hub).await;
    let documents = documents();
    for operation in operations(hub).await {
        if ["GET", "DELETE"].contains(&operation.method.as_str()) {
            continue;
        }
        let client = caller(hub, &world, &operation);
        let spoilt = operation.json_example().map(spoilt).unwrap_or_default();
        let of_this = spoilt.iter().map(|(what, body)| (what.as_str(), body));
        for (what, body) in documents.iter().map(|(what, body)| (*what, body)).chain(of_this) {
            let request = request(client, &world, &operation).with("content-type", "application/json");
            let reply = request.body(body.clone()).await;
            let what = format!("{} {} with {what}", operation.method, operation.pattern);
            assert_bounded(&reply, &what);
        }
    }
}

async fn addresses_of_every_shape(hub: &Hub) {
    let world = World::made(hub).await;
    let (long, longest) = ("k".repeat(3_000), "k".repeat(20_000));
    let queries = [
        format!("{long}=1"),
        format!("limit={long}"),
        format!("cursor={long}"),
        format!("{longest}=1"),
        "limit=1&".repeat(450),
        "&=".repeat(1_500),
        numbered(300, "p{}=%00&"),
        "%00=%00&".repeat(90),
        format!("stage={}", "%22".repeat(1_000)),
    ];
    for operation in operations(hub)
        .await
        .iter()
        .filter(|operation| operation.method == "GET")
    {
        let client = caller(hub, &world, operation);
        let path = world.path(&operation.pattern);
        for query in &queries {
            let reply = client.get(&format!("{path}?{query}")).await;
            // What ignores its query answers as ever.
            if reply.status != 200 {
                assert_bounded(&reply, &format!("{path}?{}…", &query[..20]));
            }
        }
        let strange = format!("{path}/{longest}");
        client.get(&strange).await.refused(414, "uri_too_long");
    }
}

async fn forms_of_every_shape(hub: &Hub) {
    let world = World::made(hub).await;
    let many = numbered(90_000, "f{}=&");
    let forms = [
        filled("grant_type=client_credentials&", "a=b&", "a=b"),
        filled("grant_type=", "%22", ""),
        filled("", "&", ""),
        many,
        "a&".repeat(30_000),
    ];
    for operation in operations(hub).await {
        if !["POST", "PUT"].contains(&operation.method.as_str()) {
            continue;
        }
        let client = caller(hub, &world, &operation);
        for form in &forms {
            let request = request(client, &world, &operation)
                .with("content-type", "application/x-www-form-urlencoded")
                .body(form.clone());
            assert_bounded(&request.await, &operation.pattern);
        }
        let part = "--x\r\ncontent-disposition: form-data; name=\"type\"\r\n\r\nphoto\r\n";
        let request = request(client, &world, &operation)
            .with("content-type", "multipart/form-data; boundary=x")
            .body(filled("", part, "--x--"));
        assert_bounded(&request.await, &operation.pattern);
    }
}

/// A few kilobytes can be gigabytes once unpacked, so nothing is, wherever it is sent.
async fn nothing_is_unpacked(hub: &Hub) {
    let world = World::made(hub).await;
    for operation in operations(hub).await {
        for encoding in ["br", "gzip", "zstd", "identity, br"] {
            for media_type in ["application/json", "application/x-www-form-urlencoded"] {
                request(hub.anyone(), &world, &operation)
                    .with("content-type", media_type)
                    .with("content-encoding", encoding)
                    .body("{}".to_owned())
                    .await
                    .refused(415, "unsupported_media_type");
            }
        }
    }
}
