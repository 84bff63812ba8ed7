//! `QueryOf<T>`: query parameters; a wrong or unknown one is refused by its name.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use validator::Validate;

use super::body::checked;
use super::form;
use super::pointer::Pointer;
use super::reader::Notation;
use super::reading::Document;
use crate::http::problem::{Code, Fault, Faults, InputFault, Location, Problem};

/// The query parameters, typed and validated.
#[derive(Debug, Clone)]
pub struct QueryOf<T>(pub T);

impl<T: DeserializeOwned + Validate + 'static> FromRequest for QueryOf<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(pairs(request.query_string()).and_then(|pairs| read(&pairs)).map(Self))
    }
}

/// The names and values of a query string, decoded.
pub fn pairs(query: &str) -> Result<Vec<(String, String)>, Problem> {
    let pairs = form::fields(query.as_bytes())?;
    let faults: Faults = pairs
        .iter()
        .filter(|(name, value)| name.contains('\0') || value.contains('\0'))
        .map(|(name, _)| Fault::of_parameter(name.replace('\0', ""), InputFault::NullCharacter))
        .collect();
    if faults.is_empty() {
        Ok(pairs)
    } else {
        Err(Problem::new(Code::Invalid).and_faults(faults))
    }
}

/// Makes a `T` of query parameters, refusing those it does not know.
pub(crate) fn read<T: DeserializeOwned + Validate>(pairs: &[(String, String)]) -> Result<T, Problem> {
    checked(&document(pairs), |_| Ok(())).map_err(|problem| of_parameters(&problem))
}

/// The parameters as a document, each a text.
fn document(pairs: &[(String, String)]) -> Document {
    let mut members = Map::new();
    let mut faults = Faults::default();
    for (name, value) in pairs {
        if members.insert(name.clone(), Value::from(value.as_str())).is_some() {
            faults.note(|| Fault::at(Pointer::default().child(name), InputFault::Repeated));
        }
    }
    Document {
        value: Value::Object(members),
        faults,
        notation: Notation::Texts,
    }
}

/// The same problem, told of parameters.
fn of_parameters(problem: &Problem) -> Problem {
    let faults = problem.faults().iter().cloned().map(|fault| {
        let Location::Pointer(pointer) = &fault.place else {
            return fault;
        };
        let name = pointer.trim_start_matches('/').to_owned();
        if fault.code == InputFault::Unexpected.name() {
            return Fault::of_parameter(name, InputFault::UnknownParameter);
        }
        Fault {
            place: Location::Parameter(name),
            ..fault
        }
    });
    Problem::new(problem.code()).and_faults(faults.collect())
}
