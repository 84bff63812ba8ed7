//! Streams in which objects are packed [ISO 32000-2, 7.5.7]: since PDF 1.5 most objects are.

use std::borrow::Cow;
use std::io::Read as _;

use flate2::read::ZlibDecoder;

use super::Broken;
use super::index::Packed;
use super::syntax::{Reader, entry};
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
    bytes: Vec<u8>,
}

/// Unpacks streams, together to `most` bytes. One that is packed as none ever is, is passed over: what is in it is then
/// not found.
pub(super) fn unpacked(packed: Vec<Unlocked<'_>>, most: usize, work: &Work) -> Result<Vec<Unpacked>, Broken> {
    let mut left = most;
    let mut unpacked = Vec::new();
    for stream in packed {
        let dictionary = stream.packed.dictionary;
        let Some(first) = entry(dictionary, b"First", work).and_then(|first| Reader::at(first, 0, work).number().ok())
        else {
            continue;
        };
        let Some(bytes) = inflated(dictionary, &stream.data, left, work)? else {
            continue;
        };
        left -= bytes.len();
        work.allow_for(bytes.len());
        unpacked.push(Unpacked {
            place: stream.packed.place,
            first: usize::try_from(first).unwrap_or(usize::MAX),
            bytes,
        });
    }
    Ok(unpacked)
}

/// A stream's bytes, of `most` at most; none where they are packed otherwise than by Flate.
fn inflated(dictionary: &[u8], data: &[u8], most: usize, work: &Work) -> Result<Option<Vec<u8>>, Broken> {
    // One byte more than may be there tells that there are too many.
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    match only_filter(dictionary, work) {
        None => drop(data.take(limit).read_to_end(&mut bytes)),
        // What was cut off is read as far as it goes.
        Some(b"/FlateDecode" | b"/Fl") if !is_predicted(dictionary, work) => {
            drop(ZlibDecoder::new(data).take(limit).read_to_end(&mut bytes));
        }
        Some(_) => return Ok(None),
    }
    if bytes.len() > most {
        Err(Broken)
    } else {
        Ok(Some(bytes))
    }
}

/// How a stream is packed: a name, which may stand in an array by itself.
fn only_filter<'a>(dictionary: &'a [u8], work: &'a Work) -> Option<&'a [u8]> {
    let filter = entry(dictionary, b"Filter", work)?;
    let inside = filter.strip_prefix(b"[").and_then(|filter| filter.strip_suffix(b"]"));
    Some(inside.unwrap_or(filter).trim_ascii()).filter(|filter| !filter.is_empty())
}

/// Whether something was done to the bytes before they were packed.
fn is_predicted(dictionary: &[u8], work: &Work) -> bool {
    let parameters = entry(dictionary, b"DecodeParms", work);
    let predictor = parameters.and_then(|parameters| entry(parameters, b"Predictor", work));
    predictor.is_some_and(|predictor| predictor != b"1")
}

impl Unpacked {
    /// The numbers of the objects, and the objects.
    pub(super) fn objects<'a>(&'a self, work: &'a Work) -> impl Iterator<Item = (u32, &'a [u8])> {
        let numbers = self.bytes.get(..self.first).unwrap_or_default();
        let mut numbers = Reader::at(numbers, 0, work);
        let pairs = std::iter::from_fn(move || Some((numbers.number().ok()?, numbers.number().ok()?)));
        pairs.filter_map(move |(number, offset)| {
            let place = self.first.checked_add(usize::try_from(offset).ok()?)?;
            Some((number, Reader::at(&self.bytes, place, work).object().ok()?))
        })
    }
}
