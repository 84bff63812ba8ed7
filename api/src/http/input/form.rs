//! `Form`: what a plain HTML form sends, made a JSON document and read like any other.

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::NaiveDate;
use futures::future::{LocalBoxFuture, ready};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use validator::Validate;

use super::body;
use super::json::{self, Nulls};
use super::meaning::Meaning;
use crate::http::problem::{Code, Problem};

/// The largest form that is read.
pub const FORM_LIMIT: usize = 64 * 1024;
/// The most fields that are read: several times what any page asks for.
const MOST_FIELDS: usize = 200;

/// The fields of a form, in the order in which they were sent. A field's name is the place of its value in the
/// document, without the first slash: `address/city`.
#[derive(Clone)]
pub struct Form(Vec<(String, String)>);

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A text.
    Text,
    /// A text that is left out where it is empty.
    Optional,
    /// One element of a list.
    Element,
    /// It has no place in the document.
    Elsewhere,
}

impl Form {
    /// Every value of one name.
    pub fn values<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_str())
    }

    /// Every field whose name starts so: the rest of the name, and the value.
    pub fn below<'f>(&'f self, prefix: &'f str) -> impl Iterator<Item = (&'f str, &'f str)> {
        let named = self
            .0
            .iter()
            .filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value)));
        named.map(|(name, value)| (name, value.as_str()))
    }

    /// The document that the fields make.
    pub fn document(&self, part: impl Fn(&str) -> Part) -> Map<String, Value> {
        let mut document = Map::new();
        for (name, value) in &self.0 {
            let part = part(name);
            if part == Part::Elsewhere || (part == Part::Optional && value.trim().is_empty()) {
                continue;
            }
            let Some((members, member)) = inside(&mut document, name) else {
                continue;
            };
            let value = Value::from(value.as_str());
            match (part, members.get_mut(member)) {
                (Part::Element, Some(Value::Array(elements))) => elements.push(value),
                (Part::Element, _) => {
                    members.insert(member.to_owned(), Value::Array(vec![value]));
                }
                _ => {
                    members.insert(member.to_owned(), value);
                }
            }
        }
        document
    }
}

/// The object that a named value belongs to, made where it is missing, and the name it has there.
fn inside<'d, 'n>(
    document: &'d mut Map<String, Value>,
    name: &'n str,
) -> Option<(&'d mut Map<String, Value>, &'n str)> {
    let Some((outer, inner)) = name.split_once('/') else {
        return Some((document, name));
    };
    let members = document.entry(outer).or_insert_with(|| Map::new().into());
    members.as_object_mut().map(|members| (members, inner))
}

/// Reads and validates a form's document, by the same checks as a JSON body.
pub fn read_document<T: DeserializeOwned + Validate>(document: &Map<String, Value>) -> Result<T, Problem> {
    read_and_judge(document, |_| Ok(()))
}

/// The same, where what a document means can be judged as well.
pub fn read_meaning<T: Meaning>(document: &Map<String, Value>, today: NaiveDate) -> Result<T, Problem> {
    read_and_judge(document, |value: T| value.judge(today))
}

fn read_and_judge<T: DeserializeOwned + Validate>(
    document: &Map<String, Value>,
    judge: impl Fn(T) -> Result<(), Problem>,
) -> Result<T, Problem> {
    let text = serde_json::to_vec(document).map_err(Problem::internal)?;
    body::checked(&json::parse(&text, Nulls::Refused)?, judge)
}

/// The fields of a form's text, decoded.
pub fn fields(text: &[u8]) -> Result<Vec<(String, String)>, Problem> {
    let fields: Vec<_> = form_urlencoded::parse(text)
        .into_owned()
        .take(MOST_FIELDS + 1)
        .collect();
    if fields.len() > MOST_FIELDS {
        return Err(Problem::new(Code::MalformedRequest).because(
            format!("Au plus {MOST_FIELDS} champs ou paramètres."),
            format!("At most {MOST_FIELDS} fields or parameters."),
        ));
    }
    Ok(fields)
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Form").finish_non_exhaustive()
    }
}

impl FromRequest for Form {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let media_type = request.content_type();
        if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Box::pin(ready(Err(Problem::new(Code::UnsupportedMediaType))));
        }
        body::whole(request, payload, FORM_LIMIT, |_, bytes| {
            // A browser ends the lines of a text area as telegraphs did.
            let fields = fields(&bytes)?.into_iter();
            let fields = fields.map(|(name, value)| (name, value.replace("\r\n", "\n")));
            Ok(Self(fields.collect()))
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_places_in_a_document() {
        let fields = [
            ("surname", "Martin"),
            ("address/city", "Lyon"),
            ("address/line2", " "),
            ("licence/categories", "C"),
            ("licence/categories", "CE"),
            ("surname/x", "lost"),
            ("comment/7", "words"),
        ];
        let form = Form(fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        let document = form.document(|name| match name {
            "address/line2" => Part::Optional,
            "licence/categories" => Part::Element,
            _ if name.starts_with("comment/") => Part::Elsewhere,
            _ => Part::Text,
        });
        assert_eq!(
            Value::from(document),
            json!({"surname": "Martin", "address": {"city": "Lyon"}, "licence": {"categories": ["C", "CE"]}})
        );
        assert_eq!(form.below("comment/").collect::<Vec<_>>(), [("7", "words")]);
    }
}
