//! `QueryOf<T>`: query parameters; a wrong or unknown one is refused by its name.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use validator::Validate;

use super::form;
use super::pointer::Pointer;
use super::reading::understand;
use super::validation;
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
    let query = serde_urlencoded::to_string(pairs).map_err(Problem::internal)?;
    let mut unknown = Faults::default();
    let mut track = serde_path_to_error::Track::new();
    let reader = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    let reader = serde_path_to_error::Deserializer::new(reader, &mut track);
    let outcome: Result<T, _> = serde_ignored::deserialize(reader, |path| {
        unknown.note(|| Fault::of_parameter(name_of(Pointer::from(&path)), InputFault::UnknownParameter));
    });
    let value = match outcome {
        Ok(value) if unknown.is_empty() => value,
        Ok(_) => return Err(Problem::new(Code::Invalid).and_faults(unknown)),
        Err(error) => {
            let sentence = error.to_string();
            let place = name_of(Pointer::from(&track.path()));
            return Err(Problem::invalid([fault(place, &sentence)]).and_faults(unknown));
        }
    };
    value.validate().map_err(|errors| {
        let faults = validation::faults(&errors).into_iter().map(|mut fault| {
            if let Location::Pointer(pointer) = &fault.place {
                fault.place = Location::Parameter(pointer.trim_start_matches('/').to_owned());
            }
            fault
        });
        Problem::invalid(faults)
    })?;
    Ok(value)
}

fn fault(place: String, sentence: &str) -> Fault {
    match understand(sentence) {
        (InputFault::Unexpected, name, _) => {
            Fault::of_parameter(name.map_or(place, str::to_owned), InputFault::UnknownParameter)
        }
        (code, Some(name), _) => Fault::of_parameter(name, code),
        (code, None, Some(expected)) => Fault::of_parameter(place, code).with("expected", expected),
        // Everything arrives as text: what serde_urlencoded cannot parse it reports in the words of `FromStr`.
        (InputFault::Invalid, None, None) if sentence.contains("digit") || sentence.contains("from empty string") => {
            Fault::of_parameter(place, InputFault::WrongType).with("expected", "0-9")
        }
        (InputFault::Invalid, None, None) if sentence.contains("`true` or `false`") => {
            Fault::of_parameter(place, InputFault::WrongType).with("expected", "true, false")
        }
        (code, None, None) => Fault::of_parameter(place, code),
    }
}

fn name_of(pointer: Pointer) -> String {
    String::from(pointer).trim_start_matches('/').to_owned()
}
