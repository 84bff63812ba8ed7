//! Canonical JSON: one text for each document, whatever the order of its members and its white space.

use serde_json::Value;

/// The document without white space, members ordered by name, a whole number written without a fraction.
pub fn of(document: &Value) -> String {
    let mut canonical = String::new();
    write(document, &mut canonical);
    canonical
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut names: Vec<_> = members.keys().collect();
            names.sort_unstable();
            out.push('{');
            for (position, name) in names.into_iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(name.clone()).to_string());
                out.push(':');
                write(&members[name], out);
            }
            out.push('}');
        }
        Value::Array(elements) => {
            out.push('[');
            for (position, element) in elements.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(element, out);
            }
            out.push(']');
        }
        Value::Number(number) => {
            let text = number.to_string();
            out.push_str(text.strip_suffix(".0").unwrap_or(&text));
        }
        other => out.push_str(&other.to_string()),
    }
}
