//! Streams in which objects are packed [ISO 32000-2, 7.5.7]: since PDF 1.5 most objects are.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::Broken;
use super::index::{Index, Packed};
use super::syntax::{Reader, entries, entry, is_same_name, referred};
use super::work::Work;

/// A stream of objects that nothing locks any more.
#[derive(Debug)]
pub(super) struct Unlocked<'a> {
    pub(super) packed: Packed<'a>,
    pub(super) data: Cow<'a, [u8]>,
}

/// A stream whose objects can be read.
#[derive(Debug)]
pub(super) struct Unpacked {
    pub(super) place: usize,
    /// Where the first object begins, behind the numbers of all.
    first: usize,
    pub(super) bytes: Vec<u8>,
}

/// Unpacks streams, together to `most` bytes. Broken where one cannot be looked into, as none that programs write is: what
/// is in it would be found by others.
pub(super) fn unpacked(
    packed: Vec<Unlocked<'_>>,
    most: usize,
    index: &Index<'_>,
    work: &Work,
) -> Result<Vec<Unpacked>, Broken> {
    let mut left = most;
    let mut unpacked = Vec::new();
    for stream in packed {
        let Packed {
            dictionary,
            data,
            place,
            ..
        } = stream.packed;
        let number = |key: &[u8]| {
            let value = only(dictionary, key, work)?.and_then(|value| index.resolved(value, work));
            Ok::<_, Broken>(value.and_then(|value| whole_number(value, work)))
        };
        let first = number(b"First")?.ok_or(Broken)?;
        // Where it is said elsewhere how long it is, more may be in it than was found of it.
        if number(b"Length")?.is_some_and(|length| length > data.len() && is_said_elsewhere(dictionary, work)) {
            return Err(Broken);
        }
        let bytes = inflated(dictionary, &stream.data, left, work)?;
        left -= bytes.len();
        work.allow_for(bytes.len());
        unpacked.push(Unpacked { place, first, bytes });
    }
    Ok(unpacked)
}

/// What a dictionary holds under a key. Broken where it is there twice: readers differ in which of them counts.
fn only<'a>(dictionary: &'a [u8], key: &[u8], work: &'a Work) -> Result<Option<&'a [u8]>, Broken> {
    let mut found = entries(dictionary, work).filter(|(name, _)| is_same_name(name, key));
    let (first, second) = (found.next(), found.next());
    match second {
        Some(_) => Err(Broken),
        None => Ok(first.map(|(_, value)| value)),
    }
}

fn is_said_elsewhere(dictionary: &[u8], work: &Work) -> bool {
    entry(dictionary, b"Length", work).is_some_and(|length| referred(length, work).is_some())
}

/// A stream's bytes, of `most` at most. Broken where they are packed otherwise than by Flate.
fn inflated(dictionary: &[u8], data: &[u8], most: usize, work: &Work) -> Result<Vec<u8>, Broken> {
    // One byte more than may be there tells that there are too many.
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    match only_filter(dictionary, work)? {
        None => drop(data.take(limit).read_to_end(&mut bytes)),
        // What was cut off is read as far as it goes.
        Some(b"/FlateDecode" | b"/Fl") => drop(ZlibDecoder::new(data).take(limit).read_to_end(&mut bytes)),
        Some(_) => return Err(Broken),
    }
    if bytes.len() > most || (bytes.is_empty() && !data.is_empty()) {
        Err(Broken)
    } else {
        Ok(bytes)
    }
}

/// How a stream is packed: a name, which may stand in an array by itself. Broken where something else was done to its bytes
/// as well: a predictor, or what only some readers know of.
fn only_filter<'a>(dictionary: &'a [u8], work: &'a Work) -> Result<Option<&'a [u8]>, Broken> {
    let is_plain = |parameters: &[u8]| {
        let predictor = entry(parameters, b"Predictor", work);
        let is_dictionary = parameters.starts_with(b"<<") && predictor.is_none_or(|predictor| predictor == b"1");
        is_dictionary || parameters == b"null"
    };
    let parameters = only(dictionary, b"DecodeParms", work)?.map(alone);
    let abbreviated = [&b"F"[..], b"DP"]
        .iter()
        .any(|key| entry(dictionary, key, work).is_some());
    if abbreviated || !parameters.is_none_or(is_plain) {
        return Err(Broken);
    }
    let filter = only(dictionary, b"Filter", work)?.map(alone);
    Ok(filter.filter(|filter| !filter.is_empty()))
}

/// What stands in an array by itself, or in none.
fn alone(value: &[u8]) -> &[u8] {
    let inside = value.strip_prefix(b"[").and_then(|value| value.strip_suffix(b"]"));
    inside.unwrap_or(value).trim_ascii()
}

/// A number that is all of a value.
fn whole_number(value: &[u8], work: &Work) -> Option<usize> {
    let mut reader = Reader::at(value, 0, work);
    let number = reader.number().ok()?;
    (reader.place == value.len())
        .then(|| usize::try_from(number).ok())
        .flatten()
}

impl Unpacked {
    /// The numbers of the objects, and the objects.
    pub(super) fn objects<'a>(&'a self, work: &'a Work) -> impl Iterator<Item = (u32, &'a [u8])> {
        let found = self.numbers_and_places(work);
        found.filter_map(move |(number, place)| Some((number, Reader::at(&self.bytes, place, work).object().ok()?)))
    }

    /// Where in its bytes the objects begin.
    pub(super) fn places<'a>(&'a self, work: &'a Work) -> impl Iterator<Item = usize> + 'a {
        self.numbers_and_places(work).map(|(_, place)| place)
    }

    fn numbers_and_places<'a>(&'a self, work: &'a Work) -> impl Iterator<Item = (u32, usize)> + 'a {
        let numbers = self.bytes.get(..self.first).unwrap_or_default();
        let mut numbers = Reader::at(numbers, 0, work);
        let pairs = std::iter::from_fn(move || Some((numbers.number().ok()?, numbers.number().ok()?)));
        pairs.filter_map(move |(number, offset)| {
            let place = self.first.checked_add(usize::try_from(offset).ok()?)?;
            Some((number, place))
        })
    }
}
