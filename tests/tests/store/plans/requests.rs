//! Every `GET` that needs no id, with every choice of its parameters.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use tests::hub::Hub;
use tests::roles::Driver;
use tests::{Client, Person, Reading as _};

/// An id that nothing has.
const NOBODYS: &str = "01975b1c-7d4e-7aaa-8bbb-0123456789ab";

/// Asks for all of it, on the first page and on the next one.
pub async fn ask_for_everything(hub: &Hub) {
    let contract = hub.anyone().get("/openapi.json").await.ok();
    let paths = contract.at("/paths").as_object().expect("paths");
    let driver = Driver::sign_in(hub.anyone(), &Person::camille()).await;
    let mut asked = 0;
    for (path, item) in paths
        .iter()
        .filter(|(path, _)| path.starts_with("/v1/") && !path.contains('{'))
    {
        let Some(operation) = item.get("get") else { continue };
        for client in clients(hub, &driver, operation).await {
            asked += ask(&client, &contract, path, operation).await;
        }
    }
    assert!(asked > 100, "so few requests: {asked}");
}

/// Somebody counts for a limit, which is kept.
pub async fn show_a_wrong_password(hub: &Hub) {
    let body = json!({"email": "nobody@mail.example", "password": "Gravier-8-phares-bleus!"});
    hub.anyone().post("/v1/sessions", body).await.expect(401);
}

/// Who may ask.
async fn clients(hub: &Hub, driver: &Driver, operation: &Value) -> Vec<Client> {
    let schemes = operation["security"].to_string();
    if schemes.contains("production") {
        vec![hub.factory().await.client.clone()]
    } else if schemes.contains("attestations") {
        vec![hub.centre().await.client.clone()]
    } else if schemes.contains("driver") && schemes.contains("back_office") {
        vec![driver.client.clone(), hub.agent().await.client.clone()]
    } else if schemes.contains("driver") {
        vec![driver.client.clone()]
    } else {
        vec![hub.supervisor().await.client.clone()]
    }
}

/// Asks with every choice of the optional parameters; how often.
async fn ask(client: &Client, contract: &Value, path: &str, operation: &Value) -> usize {
    let parameters: Vec<&Value> = operation["parameters"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|parameter| parameter["in"] == "query")
        .collect();
    let is_list = parameters.iter().any(|parameter| parameter["name"] == "limit");
    let filters: Vec<(String, bool)> = parameters
        .into_iter()
        .filter(|parameter| !["limit", "cursor"].contains(&parameter["name"].as_str().unwrap_or_default()))
        .map(|parameter| (pair(contract, parameter), parameter["required"] == true))
        .collect();
    let mut next = None;
    let mut asked = 0;
    for choice in 0..1_usize << filters.len() {
        let is_chosen = |(place, (_, required)): &(usize, &(String, bool))| *required || choice >> place & 1 == 1;
        let chosen = filters
            .iter()
            .enumerate()
            .filter(is_chosen)
            .map(|(_, (pair, _))| pair.clone());
        let chosen: Vec<_> = chosen.collect();
        let paged = chosen.iter().map(String::as_str).chain(is_list.then_some("limit=1"));
        let query = paged.collect::<Vec<_>>().join("&");
        let reply = client.get(&format!("{path}?{query}")).await;
        asked += 1;
        if reply.status == 202 {
            made_in_the_end(client, path).await;
            continue;
        }
        let page = reply.ok();
        if choice == 0 {
            next = page["next_cursor"].as_str().map(str::to_owned);
        }
        if let Some(cursor) = next.as_deref().map(|cursor| readdressed(cursor, path, &chosen)) {
            client.get(&format!("{path}?{query}&cursor={cursor}")).await.ok();
            asked += 1;
        }
    }
    asked
}

/// What takes a moment is made behind the scenes: what the hub looks up for it counts too.
async fn made_in_the_end(client: &Client, path: &str) {
    let deadline = std::time::Instant::now() + tests::hub::TIMEOUT;
    while client.get(path).await.status == 202 {
        assert!(std::time::Instant::now() < deadline, "{path} is never made");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// A cursor of a list without filters, as one of the same list with some: many of these hold nothing, and give none.
fn readdressed(cursor: &str, path: &str, filters: &[String]) -> String {
    let read = URL_SAFE_NO_PAD.decode(cursor).expect("a cursor");
    let (_, place): (String, Value) = serde_json::from_slice(&read).expect("a list and a place in it");
    let mut filters: Vec<_> = filters.iter().filter_map(|filter| filter.split_once('=')).collect();
    filters.sort_unstable();
    let list = serde_json::to_vec(&(path, filters)).expect("JSON");
    let list = URL_SAFE_NO_PAD.encode(&digest(&SHA256, &list).as_ref()[..6]);
    URL_SAFE_NO_PAD.encode(json!([list, place]).to_string())
}

/// A parameter with a value that it may have.
fn pair(contract: &Value, parameter: &Value) -> String {
    let schema = resolved(contract, &parameter["schema"]);
    let example = parameter.get("example").or_else(|| schema.get("example"));
    let value = match (&schema["enum"][0], example.and_then(Value::as_str)) {
        (Value::String(word), _) => word.clone(),
        (_, Some(example)) => example.to_owned(),
        _ if schema["type"] == "boolean" || schema["type"][0] == "boolean" => "true".to_owned(),
        _ if schema["format"] == "date" => "2026-11-01".to_owned(),
        _ => NOBODYS.to_owned(),
    };
    format!("{}={value}", parameter["name"].as_str().expect("a name"))
}

fn resolved<'a>(contract: &'a Value, schema: &'a Value) -> &'a Value {
    let of_several = schema["oneOf"].as_array().and_then(|all| all.last());
    let schema = of_several.unwrap_or(schema);
    match schema["$ref"].as_str() {
        Some(place) => resolved(contract, contract.at(place.trim_start_matches('#'))),
        None => schema,
    }
}
