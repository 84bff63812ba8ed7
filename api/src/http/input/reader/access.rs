//! The members of an object and the elements of a list, as serde asks for them.

use std::slice;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess};
use serde_json::{Map, Value};

use super::{Reader, Reading};
use crate::http::input::misfit::{Expected, Misfit};
use crate::http::input::place::Place;

/// The members of an object: those that were sent, then those that stand in for missing ones.
pub(super) struct Members<'d, 'p> {
    sent: Option<serde_json::map::Iter<'d>>,
    known: Option<&'static [&'static str]>,
    /// Whether those that are not known are left out without a word.
    is_open: bool,
    added: slice::Iter<'d, &'static str>,
    /// The member whose name was read and whose value was not.
    next: Option<(&'d str, Option<&'d Value>)>,
    place: &'p Place<'p>,
    reading: &'d Reading<'d>,
}

impl<'d, 'p> Members<'d, 'p> {
    /// The members of an object that was sent. Where its type says which ones are `known`, the others are noted and left
    /// out.
    pub fn sent(
        members: &'d Map<String, Value>,
        known: Option<&'static [&'static str]>,
        place: &'p Place<'p>,
        reading: &'d Reading<'d>,
    ) -> Self {
        let repairs = reading.repairs;
        let added: &[&str] = if repairs.is_empty() {
            &[]
        } else {
            repairs.added(&place.pointer())
        };
        Self {
            sent: Some(members.iter()),
            known,
            is_open: false,
            added: added.iter(),
            next: None,
            place,
            reading,
        }
    }

    /// The same, where members that are not known are no fault.
    pub fn passing_over(self) -> Self {
        Self { is_open: true, ..self }
    }

    /// Something for every field of a type.
    pub fn standing_in(fields: &'static [&'static str], place: &'p Place<'p>, reading: &'d Reading<'d>) -> Self {
        Self {
            sent: None,
            known: None,
            is_open: false,
            added: fields.iter(),
            next: None,
            place,
            reading,
        }
    }

    fn advance(&mut self) -> Option<(&'d str, Option<&'d Value>)> {
        for (name, value) in self.sent.iter_mut().flatten() {
            if self.known.is_none_or(|known| known.contains(&name.as_str())) {
                return Some((name, Some(value)));
            }
            if !self.is_open {
                self.reading.ignore(&Place::Member(self.place, name));
            }
        }
        self.added.next().map(|name| (*name, None))
    }
}

impl<'d> MapAccess<'d> for Members<'d, '_> {
    type Error = Misfit;

    fn next_key_seed<K: DeserializeSeed<'d>>(&mut self, seed: K) -> Result<Option<K::Value>, Misfit> {
        self.next = self.advance();
        let Some((name, _)) = self.next else {
            return Ok(None);
        };
        let key = seed.deserialize(StrDeserializer::new(name));
        key.map(Some)
            .map_err(|misfit: Misfit| misfit.at(self.place, Expected::Object))
    }

    fn next_value_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        let (name, value) = self.next.take().unwrap_or_default();
        read(seed, value, Place::Member(self.place, name), self.reading)
    }
}

/// The elements of a list.
pub(super) struct Elements<'d, 'p> {
    sent: slice::Iter<'d, Value>,
    index: usize,
    place: &'p Place<'p>,
    reading: &'d Reading<'d>,
}

impl<'d, 'p> Elements<'d, 'p> {
    /// The elements of a list that was sent.
    pub fn new(elements: &'d [Value], place: &'p Place<'p>, reading: &'d Reading<'d>) -> Self {
        Self {
            sent: elements.iter(),
            index: 0,
            place,
            reading,
        }
    }
}

impl<'d> SeqAccess<'d> for Elements<'d, '_> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'d>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let Some(value) = self.sent.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        read(seed, Some(value), Place::Element(self.place, index), self.reading).map(Some)
    }
}

fn read<'d, S: DeserializeSeed<'d>>(
    seed: S,
    sent: Option<&'d Value>,
    place: Place<'_>,
    reading: &'d Reading<'d>,
) -> Result<S::Value, Misfit> {
    // A type that is made of another one fails after that one was read.
    let outcome = seed.deserialize(Reader::new(sent, &place, reading));
    outcome.map_err(|misfit| misfit.at(&place, Expected::Text))
}
