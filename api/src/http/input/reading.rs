//! From a document to a type: all that does not fit is found in one go, each fault with its place.

use std::cell::RefCell;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::misfit::Misfit;
use super::place::Place;
use super::pointer::Pointer;
use super::reader::{Notation, Reader, Reading};
use super::repairs::{Mended, Repairs, StandIns};
use crate::http::problem::{Code, Fault, Faults, InputFault, Location, Problem};

/// A document that may have faults of its own already.
#[derive(Debug)]
pub(super) struct Document {
    pub value: Value,
    pub faults: Faults,
    pub notation: Notation,
}

impl Document {
    /// What the document holds, unless it has faults.
    pub fn without_faults(self) -> Result<Value, Problem> {
        if self.faults.is_empty() {
            Ok(self.value)
        } else {
            Err(Problem::new(Code::Invalid).and_faults(self.faults))
        }
    }
}

/// A document that cannot be read as it is.
#[derive(Debug)]
pub(super) struct Faulty<T> {
    faults: Faults,
    repairs: Repairs,
    /// What it could be, were the faults mended: none where nothing mends them, two where what is put in their place
    /// could make a difference.
    variants: Vec<T>,
}

impl<T> Faulty<T> {
    /// A document that could be read, and yet is refused.
    pub fn readable(value: T) -> Self {
        Self {
            faults: Faults::default(),
            repairs: Repairs::default(),
            variants: vec![value],
        }
    }

    /// Everything that is wrong: what does not fit, and what is refused of the rest, whatever stands in for the former.
    pub fn judged(self, judge: impl Fn(T) -> Vec<Fault>) -> Faults {
        let Self {
            mut faults,
            repairs,
            variants,
        } = self;
        let mut verdicts = variants.into_iter().map(judge);
        let Some(first) = verdicts.next() else {
            return faults;
        };
        let others: Vec<_> = verdicts.collect();
        for fault in first {
            let is_sent = match &fault.place {
                Location::Pointer(place) => repairs.spare(place),
                Location::Parameter(_) => true,
            };
            let is_known = faults.listed().iter().any(|known| known.place == fault.place);
            let same = |other: &Fault| other.place == fault.place && other.code == fault.code;
            if is_sent && !is_known && others.iter().all(|verdict| verdict.iter().any(same)) {
                faults.note(|| fault);
            }
        }
        faults
    }
}

/// Makes a `T` of a document. Where something does not fit, that is noted and reading goes on behind it.
pub(super) fn read<T: DeserializeOwned>(document: &Document) -> Result<T, Box<Faulty<T>>> {
    let mut repairs = Repairs::of(&document.faults);
    if document.faults.is_empty()
        && let (Ok(value), ignored) = once(document, &repairs, StandIns::Early, false)
        && ignored.is_empty()
    {
        return Ok(value);
    }
    let mut faults = document.faults.clone();
    loop {
        let (outcome, ignored) = once(document, &repairs, StandIns::Early, true);
        let variants = match outcome {
            Ok(early) => {
                let late = once(document, &repairs, StandIns::Late, true).0;
                std::iter::once(early).chain(late).collect()
            }
            Err(misfit) => match repairs.mend(&misfit) {
                Mended::Found => {
                    faults.note(|| misfit.fault());
                    if !faults.is_full() {
                        continue;
                    }
                    Vec::new()
                }
                Mended::Again => continue,
                Mended::Impossible => {
                    if faults.is_empty() {
                        faults.note(|| misfit.fault());
                    }
                    Vec::new()
                }
            },
        };
        faults.extend(ignored.into_iter().map(unexpected));
        return Err(Box::new(Faulty {
            faults,
            repairs,
            variants,
        }));
    }
}

/// Reads a document once; with the members that no type asked for.
fn once<T: DeserializeOwned>(
    document: &Document,
    repairs: &Repairs,
    stand_ins: StandIns,
    is_thorough: bool,
) -> (Result<T, Misfit>, Vec<Pointer>) {
    let reading = Reading {
        notation: document.notation,
        repairs,
        stand_ins,
        is_thorough,
        ignored: RefCell::default(),
    };
    let outcome = T::deserialize(Reader::new(Some(&document.value), &Place::Root, &reading));
    (outcome, reading.ignored.into_inner())
}

fn unexpected(place: Pointer) -> Fault {
    Fault::at(place, InputFault::Unexpected)
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use serde_json::json;
    use uuid::Uuid;

    use super::super::patch::Patch;
    use super::*;
    use crate::http::problem::MOST_FAULTS;

    #[derive(Debug, Default, serde::Deserialize)]
    #[serde(default)]
    struct Profile {
        name: Option<String>,
        phone: Patch<String>,
        inner: Option<Box<Profile>>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Trip {
        from: NaiveDate,
        to: NaiveDate,
        #[expect(dead_code, reason = "only whether it can be read is asked")]
        driver: Driver,
        hours: u8,
        is_paid: bool,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Driver {
        id: Uuid,
        kind: Kind,
        name: String,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Learner,
        Master,
    }

    fn document(value: Value) -> Document {
        Document {
            value,
            faults: Faults::default(),
            notation: Notation::Json,
        }
    }

    fn places(faults: &Faults) -> Vec<String> {
        let listed = faults.listed().iter();
        let place = |fault: &Fault| match &fault.place {
            Location::Pointer(place) | Location::Parameter(place) => format!("{place} {}", fault.code),
        };
        listed.map(place).collect()
    }

    fn refused<T: DeserializeOwned>(value: Value, judge: impl Fn(T) -> Vec<Fault>) -> Vec<String> {
        let faulty = read::<T>(&document(value)).err().expect("refused");
        places(&faulty.judged(judge))
    }

    fn shape<T: DeserializeOwned>(value: Value) -> Vec<String> {
        refused::<T>(value, |_| Vec::new())
    }

    /// A trip ends when it has begun, and takes hours.
    #[expect(clippy::needless_pass_by_value, reason = "as those who judge are given it")]
    fn judge(trip: Trip) -> Vec<Fault> {
        let mut found = Vec::new();
        if trip.from > trip.to {
            found.push(Fault::at("/from", InputFault::Range));
        }
        if trip.hours == 0 {
            found.push(Fault::at("/hours", InputFault::TooSmall));
        }
        if !trip.is_paid {
            found.push(Fault::at("/is_paid", InputFault::Invalid));
        }
        found
    }

    #[test]
    fn what_is_there_is_read() {
        let value = json!({"name": "Camille", "phone": "+33612345678", "inner": {"name": "Jeanne"}});
        let profile: Profile = read(&document(value)).expect("a profile");
        assert_eq!(profile.name.as_deref(), Some("Camille"));
        assert_eq!(profile.phone, Patch::Set("+33612345678".to_owned()));
        assert_eq!(profile.inner.and_then(|inner| inner.name).as_deref(), Some("Jeanne"));
    }

    #[test]
    fn a_list_is_no_object_however_deep_it_stands() {
        assert_eq!(shape::<Profile>(json!([])), [" wrong_type"]);
        assert_eq!(shape::<Profile>(json!(["Camille", null, {}])), [" wrong_type"]);
        assert_eq!(shape::<Profile>(json!({"inner": ["Camille"]})), ["/inner wrong_type"]);
    }

    #[test]
    fn null_takes_away_what_may_go_and_nothing_else() {
        let phone = |value| read::<Profile>(&document(value)).expect("a profile").phone;
        assert_eq!(phone(json!({"phone": null})), Patch::Clear);
        assert_eq!(phone(json!({})), Patch::Keep);
        assert_eq!(
            shape::<Profile>(json!({"name": null, "inner": null})),
            ["/inner null", "/name null"]
        );
    }

    #[test]
    fn every_member_that_is_missing_is_told() {
        assert_eq!(
            shape::<Trip>(json!({})),
            [
                "/from missing",
                "/to missing",
                "/driver missing",
                "/hours missing",
                "/is_paid missing"
            ]
        );
        assert_eq!(
            shape::<Trip>(json!({"from": "2026-11-22", "to": "2026-11-22", "driver": {}, "hours": 1, "is_paid": true})),
            ["/driver/id missing", "/driver/kind missing", "/driver/name missing"]
        );
    }

    #[test]
    fn faults_of_every_kind_are_told_together() {
        let value = json!({
            "from": "yesterday", "to": 3, "hours": 300, "is_paid": "yes", "km": 12,
            "driver": {"id": "7", "kind": "expert", "name": [], "age": 40}
        });
        let mut found = shape::<Trip>(value);
        found.sort();
        assert_eq!(
            found,
            [
                "/driver/age unknown_field",
                "/driver/id id",
                "/driver/kind unknown_value",
                "/driver/name wrong_type",
                "/from date",
                "/hours out_of_range",
                "/is_paid wrong_type",
                "/km unknown_field",
                "/to wrong_type",
            ]
        );
    }

    /// What others write, by a standard that grows.
    #[derive(Debug, serde::Deserialize)]
    #[serde(rename = "open")]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    struct Answer {
        id: String,
        inner: Option<Box<Answer>>,
    }

    #[test]
    fn an_open_type_passes_over_what_it_does_not_know() {
        let known = json!({"id": "a", "colour": "red", "inner": {"id": "b", "colours": ["blue", {"dark": true}]}});
        assert!(read::<Answer>(&document(known)).is_ok());
        let faulty = json!({"id": 7, "colour": "red", "inner": {"colour": "blue"}});
        assert_eq!(shape::<Answer>(faulty), ["/id wrong_type", "/inner/id missing"]);
        assert_eq!(shape::<Vec<Answer>>(json!([{"colour": "red"}])), ["/0/id missing"]);
    }

    #[test]
    fn what_the_rest_means_is_judged_where_a_part_cannot_be_read() {
        let driver = json!({"id": "01975b1c-7d4e-7aaa-8bbb-0123456789ab", "kind": "master", "name": "Camille"});
        let value = json!({"from": "2026-11-22", "to": "", "driver": driver, "hours": 0, "is_paid": true});
        assert_eq!(
            refused(value, judge),
            ["/to date", "/hours too_small"],
            "whether it ends before it begins is not known"
        );
        let value = json!({"from": "2026-11-22", "to": "2026-11-21", "driver": driver, "hours": 0});
        assert_eq!(
            refused(value, judge),
            ["/is_paid missing", "/from out_of_range", "/hours too_small"]
        );
    }

    #[test]
    fn what_was_refused_before_is_told_first_and_once() {
        let value = json!({"from": null, "to": "2026-11-21", "driver": {}, "hours": 1, "is_paid": true});
        let known = [Fault::at("/from", InputFault::Null)].into_iter().collect();
        let document = Document {
            faults: known,
            ..document(value)
        };
        let faulty = read::<Trip>(&document).expect_err("refused");
        assert_eq!(
            places(&faulty.judged(judge)),
            [
                "/from null",
                "/driver/id missing",
                "/driver/kind missing",
                "/driver/name missing"
            ]
        );
    }

    #[test]
    fn so_many_faults_are_told_and_no_more() {
        let value = Value::Array(vec![json!(3); 5_000]);
        assert_eq!(shape::<Vec<String>>(value).len(), MOST_FAULTS);
        let value: Value = (0..5_000)
            .map(|index| (format!("k{index}"), json!(3)))
            .collect::<serde_json::Map<_, _>>()
            .into();
        assert_eq!(shape::<Profile>(value).len(), MOST_FAULTS);
    }
}
