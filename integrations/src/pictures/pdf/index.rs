//! Where the objects of a PDF are: found one after the other, from its beginning. What is written later counts.

use std::collections::HashMap;

use memchr::{memchr2_iter, memmem};

use super::Broken;
use super::object_streams::Unpacked;
use super::syntax::{Reader, Reference, entry, is_name, referred};
use super::work::Work;

/// Objects that one PDF may have (assumed).
const MOST_OBJECTS: usize = 500_000;

const STREAM: &[u8] = b"stream";
const END_OF_STREAM: &[u8] = b"endstream";

/// What is found in a file.
#[derive(Debug)]
pub(super) struct Index<'a> {
    objects: HashMap<u32, Found<'a>>,
    /// Dictionaries that say where to begin, the last of them last.
    trailers: Vec<&'a [u8]>,
    /// Streams of objects, in the order in which they stand.
    pub(super) packed: Vec<Packed<'a>>,
}

#[derive(Debug, Clone, Copy)]
struct Found<'a> {
    /// Where in the file it, or the stream that it is packed in, stands.
    place: usize,
    value: &'a [u8],
}

/// A stream of objects, as it stands in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packed<'a> {
    pub(super) reference: Reference,
    pub(super) place: usize,
    pub(super) dictionary: &'a [u8],
    pub(super) data: &'a [u8],
}

impl<'a> Index<'a> {
    pub(super) fn of(file: &'a [u8], work: &'a Work) -> Result<Self, Broken> {
        let mut index = Self {
            objects: HashMap::new(),
            trailers: Vec::new(),
            packed: Vec::new(),
        };
        let mut place = 0;
        while let Some((found, keyword)) = next_keyword(file, place, work)? {
            let after = found + keyword.len();
            place = match keyword {
                Keyword::Object => index.read_object(file, found, work)?.unwrap_or(after),
                Keyword::Trailer => index.read_trailer(file, after, work).unwrap_or(after),
            };
        }
        Ok(index)
    }

    fn read_trailer(&mut self, file: &'a [u8], place: usize, work: &'a Work) -> Option<usize> {
        let mut reader = Reader::at(file, place, work);
        let dictionary = reader.object().ok()?;
        self.trailers.push(dictionary);
        Some(reader.place)
    }

    /// Reads an object at its keyword; answers where it ends. None where it is none after all.
    fn read_object(&mut self, file: &'a [u8], keyword: usize, work: &'a Work) -> Result<Option<usize>, Broken> {
        let Some(reference) = numbers_before(file, keyword) else {
            return Ok(None);
        };
        let mut reader = Reader::at(file, keyword + Keyword::Object.len(), work);
        let Ok(value) = reader.object() else {
            return work.check().map(|()| None);
        };
        self.insert(reference.number, keyword, value)?;
        let after = reader.place;
        let Some(data) = stream(file, &mut reader, value, work)? else {
            return Ok(Some(after));
        };
        let kind = entry(value, b"Type", work);
        if is_name(kind, b"XRef") {
            self.trailers.push(value);
        }
        // Some readers look at the type, and others only at what they need to unpack it.
        if is_name(kind, b"ObjStm")
            || [&b"N"[..], b"First"]
                .iter()
                .all(|key| entry(value, key, work).is_some())
        {
            self.packed.push(Packed {
                reference,
                place: keyword,
                dictionary: value,
                data,
            });
        }
        Ok(Some(reader.place))
    }

    /// Adds what was packed in streams.
    pub(super) fn add(&mut self, unpacked: &'a [Unpacked], work: &'a Work) -> Result<(), Broken> {
        for stream in unpacked {
            for (number, value) in stream.objects(work) {
                self.insert(number, stream.place, value)?;
            }
        }
        work.check()
    }

    /// Whether a stream of objects was found whose keyword stands here.
    pub(super) fn is_packed_at(&self, place: usize) -> bool {
        let found = self.packed.binary_search_by_key(&place, |packed| packed.place);
        found.is_ok()
    }

    fn insert(&mut self, number: u32, place: usize, value: &'a [u8]) -> Result<(), Broken> {
        let earlier = self.objects.get(&number).is_some_and(|earlier| earlier.place > place);
        if !earlier {
            self.objects.insert(number, Found { place, value });
        }
        (self.objects.len() <= MOST_OBJECTS).then_some(()).ok_or(Broken)
    }

    pub(super) fn object(&self, reference: Reference) -> Option<&'a [u8]> {
        self.objects.get(&reference.number).map(|found| found.value)
    }

    /// A value itself, or the object that it refers to.
    pub(super) fn resolved(&self, value: &'a [u8], work: &Work) -> Option<&'a [u8]> {
        match referred(value, work) {
            Some(reference) => self.object(reference),
            None => Some(value),
        }
    }

    /// What the trailers hold under a key, the last one first.
    pub(super) fn trailed(&self, key: &'static [u8], work: &'a Work) -> impl Iterator<Item = &'a [u8]> {
        self.trailers
            .iter()
            .rev()
            .filter_map(move |trailer| entry(trailer, key, work))
    }
}

#[derive(Debug, Clone, Copy)]
enum Keyword {
    Object,
    Trailer,
}

impl Keyword {
    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Object => b"obj",
            Self::Trailer => b"trailer",
        }
    }

    const fn len(self) -> usize {
        self.bytes().len()
    }
}

/// The next place at which an object or a trailer may begin.
fn next_keyword(file: &[u8], from: usize, work: &Work) -> Result<Option<(usize, Keyword)>, Broken> {
    let rest = file.get(from..).unwrap_or_default();
    let begins = |at: usize| {
        let keywords = [Keyword::Object, Keyword::Trailer].into_iter();
        let mut found = keywords.filter(|keyword| rest[at..].starts_with(keyword.bytes()));
        found.next().map(|keyword| (at, keyword))
    };
    let found = memchr2_iter(b'o', b't', rest).find_map(begins);
    work.count(found.map_or(rest.len(), |(at, _)| at))?;
    Ok(found.map(|(at, keyword)| (from + at, keyword)))
}

/// Number and generation before the keyword of an object (`12 0 obj`).
fn numbers_before(file: &[u8], keyword: usize) -> Option<Reference> {
    /// As many digits and spaces as any two numbers have.
    const LONGEST: usize = 40;
    let before = &file[keyword.saturating_sub(LONGEST)..keyword];
    let (before, generation) = number_at_end(before)?;
    let (_, number) = number_at_end(before)?;
    Some(Reference {
        number,
        generation: u16::try_from(generation).ok()?,
    })
}

fn number_at_end(bytes: &[u8]) -> Option<(&[u8], u32)> {
    let bytes = bytes.trim_ascii_end();
    let start = bytes
        .iter()
        .rposition(|byte| !byte.is_ascii_digit())
        .map_or(0, |other| other + 1);
    let (before, digits) = bytes.split_at(start);
    let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
    Some((before, number))
}

/// The data of a stream, if the object is one; the reader then stands behind it.
fn stream<'a>(
    file: &'a [u8],
    reader: &mut Reader<'a>,
    dictionary: &'a [u8],
    work: &'a Work,
) -> Result<Option<&'a [u8]>, Broken> {
    if !dictionary.starts_with(b"<<") {
        return Ok(None);
    }
    reader.skip_spaces()?;
    if !reader.passes(STREAM)? {
        return Ok(None);
    }
    let _ = reader.passes(b"\r\n")? || reader.passes(b"\n")? || reader.passes(b"\r")?;
    let start = reader.place;
    let said = entry(dictionary, b"Length", work).and_then(|length| length_in(length, work));
    let end = match said.and_then(|length| start.checked_add(length)) {
        Some(end) if ends_at(file, end) => end,
        _ => search_end(file, start, work)?,
    };
    reader.place = end;
    Ok(file.get(start..end))
}

fn length_in(value: &[u8], work: &Work) -> Option<usize> {
    let mut reader = Reader::at(value, 0, work);
    let length = reader.number().ok()?;
    (reader.place == value.len())
        .then(|| usize::try_from(length).ok())
        .flatten()
}

/// Whether a stream ends here, as its length says.
fn ends_at(file: &[u8], end: usize) -> bool {
    file.get(end..)
        .is_some_and(|after| after.trim_ascii_start().starts_with(END_OF_STREAM))
}

fn search_end(file: &[u8], start: usize, work: &Work) -> Result<usize, Broken> {
    let rest = file.get(start..).unwrap_or_default();
    let end = memmem::find(rest, END_OF_STREAM).unwrap_or(rest.len());
    work.count(end)?;
    Ok(start + end)
}
