//! Within v1 nothing breaks: what was published is promised. `promises.txt` beside this file lists what the last
//! published contract accepts, answers and asks for; the contract of today must keep all of it and ask for no more.
//!
//! A break is declared by quoting its line in `CHANGELOG.md`, under «Breaking» of what is not released yet. New promises
//! are written down by `UPDATE_PROMISES=1 cargo test -p api promises`, which forgets none that is not declared.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use serde_json::Value;

use super::{contract, resolved};

const PROMISES: &str = include_str!("promises.txt");
const CHANGELOG: &str = include_str!("../../../../CHANGELOG.md");

/// What callers may rely on, a line each, and what is asked of them.
#[derive(Debug, Default, PartialEq, Eq)]
struct Surface {
    promises: BTreeSet<String>,
    demands: BTreeSet<String>,
}

impl Surface {
    fn of(contract: &Value) -> Self {
        let mut surface = Self::default();
        for (path, item) in contract["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                let name = format!("{} {path}", method.to_uppercase());
                surface.operation(contract, &name, operation);
            }
        }
        let asked = below(contract, |operation| &operation["requestBody"]);
        let answered = below(contract, |operation| &operation["responses"]);
        for (name, schema) in contract["components"]["schemas"].as_object().expect("schemas") {
            surface.schema(name, schema, asked.contains(name), answered.contains(name));
        }
        surface
    }

    fn operation(&mut self, contract: &Value, name: &str, operation: &Value) {
        self.promise(format!(
            "{name} is {}",
            operation["operationId"].as_str().expect("an id")
        ));
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let parameter = resolved(contract, parameter);
            let (place, parameter_name) = (&parameter["in"], &parameter["name"]);
            let line = format!("{name} takes {place} {parameter_name}").replace('"', "");
            if parameter["required"] == true && place != "path" {
                self.demands.insert(line.replace(" takes ", " needs "));
            }
            self.promise(line);
        }
        for (media_type, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
            self.promise(format!("{name} reads {media_type} {}", shape(&content["schema"])));
        }
        if operation["requestBody"]["required"] == true {
            self.demands.insert(format!("{name} needs a body"));
        }
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            for (media_type, content) in resolved(contract, response)["content"]
                .as_object()
                .into_iter()
                .flatten()
            {
                if status.starts_with('2') {
                    self.promise(format!(
                        "{name} answers {status} {media_type} {}",
                        shape(&content["schema"])
                    ));
                }
            }
        }
    }

    fn schema(&mut self, name: &str, schema: &Value, is_asked: bool, is_answered: bool) {
        let required = || {
            schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
        };
        for (member, of) in schema["properties"].as_object().into_iter().flatten() {
            self.promise(format!("{name}.{member} is {}", shape(of)));
        }
        for member in required() {
            if is_answered {
                self.promise(format!("{name}.{member} is always there"));
            }
            if is_asked {
                self.demands.insert(format!("{name}.{member} is needed"));
            }
        }
        for value in schema["enum"].as_array().into_iter().flatten() {
            self.promise(format!("{name} has the value {value}"));
        }
    }

    fn promise(&mut self, line: String) {
        self.promises.insert(line);
    }

    fn parse(text: &str) -> Self {
        let mut surface = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match line.strip_prefix("needs: ") {
                Some(demand) => surface.demands.insert(demand.to_owned()),
                None => surface.promises.insert(line.to_owned()),
            };
        }
        surface
    }

    fn text(&self) -> String {
        let demands = self.demands.iter().map(|line| format!("needs: {line}"));
        let lines: Vec<_> = self.promises.iter().cloned().chain(demands).collect();
        format!(
            "# What the published contract promises its callers, and needs of them. See compatibility.rs.\n{}\n",
            lines.join("\n")
        )
    }

    /// What a caller of the other surface would miss here.
    fn breaks(&self, published: &Self) -> BTreeSet<String> {
        let gone = published.promises.difference(&self.promises).cloned();
        let new = self.demands.difference(&published.demands);
        // Of operations and schemas that are new, anything may be asked.
        let is_known = |demand: &&String| {
            let subject = demand.split([' ', '.']).take(2).collect::<Vec<_>>().join(" ");
            let of_schema = demand.split('.').next().unwrap_or_default();
            let known =
                |line: &String| line.starts_with(&format!("{subject} ")) || line.starts_with(&format!("{of_schema}."));
            published.promises.iter().any(known)
        };
        gone.chain(new.filter(is_known).map(|demand| format!("needs: {demand}")))
            .collect()
    }
}

/// The names of the schemas below a part of every operation.
fn below(contract: &Value, part: impl Fn(&Value) -> &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let operations = contract["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(_, item)| item.as_object().into_iter().flatten());
    for (_, operation) in operations {
        refer(contract, part(operation), &mut found);
    }
    found
}

fn refer(contract: &Value, part: &Value, found: &mut BTreeSet<String>) {
    match part {
        Value::Object(members) => {
            if let Some(place) = members.get("$ref").and_then(Value::as_str) {
                match place.strip_prefix("#/components/schemas/") {
                    Some(name) if !found.insert(name.to_owned()) => {}
                    _ => refer(contract, resolved(contract, part), found),
                }
            }
            members.values().for_each(|member| refer(contract, member, found));
        }
        Value::Array(elements) => elements.iter().for_each(|element| refer(contract, element, found)),
        _ => {}
    }
}

/// What a schema is, in a word or two.
fn shape(schema: &Value) -> String {
    if let Some(place) = schema["$ref"].as_str() {
        return place.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(all) = schema["allOf"].as_array() {
        return all.iter().map(shape).collect::<Vec<_>>().join("+");
    }
    match schema["type"].as_str() {
        Some("array") => format!("list of {}", shape(&schema["items"])),
        Some(kind) => match schema["format"].as_str() {
            Some(format) => format!("{kind} ({format})"),
            None => kind.to_owned(),
        },
        None if schema["type"].is_array() => schema["type"].to_string().replace('"', ""),
        None => "anything".to_owned(),
    }
}

fn is_declared(line: &str) -> bool {
    let unreleased = CHANGELOG.split("\n## [").nth(1).unwrap_or_default();
    let breaking = unreleased
        .split("\n### ")
        .find(|section| section.starts_with("Breaking"));
    breaking.is_some_and(|section| section.contains(&format!("`{line}`")))
}

#[test]
fn promises_are_kept() {
    let published = Surface::parse(PROMISES);
    let today = Surface::of(&contract());
    let breaks = today.breaks(&published);
    let undeclared: Vec<_> = breaks.iter().filter(|line| !is_declared(line)).collect();
    assert!(
        undeclared.is_empty(),
        "the contract breaks its promises; where that must be, declare it in CHANGELOG.md:\n{undeclared:#?}"
    );
    if env::var_os("UPDATE_PROMISES").is_some() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contract/tests/promises.txt");
        fs::write(file, today.text()).expect("written");
    } else {
        assert!(
            today == published,
            "the contract promises more than promises.txt says: UPDATE_PROMISES=1 cargo test -p api promises"
        );
    }
}

#[test]
fn what_breaks_is_seen() {
    let published = Surface::parse("GET /a is a\nA.id is string\nneeds: A.id is needed");
    assert_eq!(
        Surface::parse(
            "GET /a is a\nGET /b is b\nA.id is string\nB.x is string\nneeds: A.id is needed\nneeds: B.x is needed"
        )
        .breaks(&published),
        BTreeSet::new()
    );
    let gone = Surface::parse("GET /a is a\nneeds: A.id is needed").breaks(&published);
    assert_eq!(gone, BTreeSet::from(["A.id is string".to_owned()]));
    let demanding =
        Surface::parse("GET /a is a\nA.id is string\nA.x is string\nneeds: A.x is needed\nneeds: GET /a needs query q");
    let expected = ["needs: A.x is needed", "needs: GET /a needs query q"].map(str::to_owned);
    assert_eq!(demanding.breaks(&published), BTreeSet::from(expected));
}
