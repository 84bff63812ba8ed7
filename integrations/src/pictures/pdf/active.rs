//! What acts when a PDF is opened, or carries what acts: scripts, programs that are started, files within the file, forms
//! that are programs [ISO 32000-2, 12.6, 7.11.4].
//!
//! Readers do not all find the same objects in one file: some go by its table, others look for them as [`super::index`]
//! does. So what is looked at here is more than any of them finds: whatever stands behind the keyword `obj`, also where
//! another object has its number, or where it stands in the data of a stream; and every object of a stream of objects. It is
//! read as tokens, which what is malformed does not stop, and names are compared however they are written. What is found
//! nowhere by this is a script in a file that no reader takes for one.

use std::collections::HashSet;

use domain::rules::documents::{ActiveContent, DocumentFault};
use memchr::memmem;

use super::Broken;
use super::index::Index;
use super::object_streams::Unpacked;
use super::syntax::{Reader, Token, entries, entry, is_name, is_same_name, referred};
use super::work::Work;

/// Names that stand for nothing else.
const NAMES: &[(&[u8], ActiveContent)] = &[
    (b"JavaScript", ActiveContent::Script),
    (b"OnInstantiate", ActiveContent::Script),
    (b"Launch", ActiveContent::Launch),
    (b"EmbeddedFile", ActiveContent::Attachment),
    (b"XFA", ActiveContent::DynamicForm),
    (b"RichMedia", ActiveContent::Multimedia),
];

/// Actions that reach out of the document: nobody has asked for them where they begin by themselves. What moves within it
/// (`GoTo`, `Named`) may.
const REACHING_OUT: &[&[u8]] = &[
    b"URI",
    b"GoToE",
    b"GoToR",
    b"ImportData",
    b"Movie",
    b"Rendition",
    b"RichMediaExecute",
    b"SubmitForm",
];

/// Occasions on which an action begins by itself [12.6.3].
const OCCASIONS: &[&[u8]] = &[
    b"E", b"X", b"D", b"U", b"Fo", b"Bl", b"PO", b"PC", b"PV", b"PI", b"O", b"C", b"K", b"F", b"V", b"WC", b"WS",
    b"DS", b"WP", b"DP",
];

/// Under which an embedded file is named, by the systems it is for [7.11.3].
const SYSTEMS: &[&[u8]] = &[b"F", b"UF", b"DOS", b"Mac", b"Unix"];

/// Actions that follow one another, of one that begins by itself (assumed).
const MOST_ACTIONS: usize = 1_000;

/// Refuses a file in which something acts.
pub(super) fn refuse(file: &[u8], index: &Index<'_>, unpacked: &[Unpacked], work: &Work) -> Result<(), DocumentFault> {
    let search = Search { index, work };
    for keyword in [&b"obj"[..], b"trailer"] {
        work.count(file.len())?;
        for place in memmem::find_iter(file, keyword) {
            if !file[..place].ends_with(b"end") {
                search.object_in_file(file, place, keyword.len())?;
            }
        }
    }
    for stream in unpacked {
        for place in stream.places(work) {
            search.object(&stream.bytes, place)?;
        }
    }
    Ok(work.check()?)
}

struct Search<'a> {
    index: &'a Index<'a>,
    work: &'a Work,
}

/// What was seen of an object that acts in nothing.
#[derive(Default)]
struct Seen {
    /// Where it ends.
    end: usize,
    /// Whether it has the keys of a stream of objects.
    packs: [bool; 3],
}

impl Search<'_> {
    /// Looks at an object of the file, at its keyword. A stream of objects must be one whose objects are looked at.
    fn object_in_file(&self, file: &[u8], place: usize, keyword: usize) -> Result<(), DocumentFault> {
        let seen = self.object(file, place + keyword)?;
        if !matches!(seen.packs, [true, _, _] | [_, true, true]) || self.index.is_packed_at(place) {
            return Ok(());
        }
        let mut behind = Reader::at(file, seen.end, self.work);
        match behind.token()? {
            Some(Token::Word(word)) if word.starts_with(b"stream") => Err(Broken.into()),
            _ => Ok(()),
        }
    }

    /// Looks at the object that begins here.
    fn object(&self, bytes: &[u8], place: usize) -> Result<Seen, DocumentFault> {
        let mut reader = Reader::at(bytes, place, self.work);
        let mut seen = Seen::default();
        let mut depth = 0_usize;
        while let Some(token) = reader.token()? {
            match token {
                Token::Open => depth += 1,
                Token::Close => depth = depth.saturating_sub(1),
                Token::Name(name) => {
                    self.name(name, &reader)?;
                    for (key, is_there) in [&b"ObjStm"[..], b"First", b"N"].into_iter().zip(&mut seen.packs) {
                        *is_there |= is_same_name(name, key);
                    }
                }
                Token::Word(_) | Token::Other => {}
            }
            if depth == 0 {
                break;
            }
        }
        seen.end = reader.place;
        Ok(seen)
    }

    /// Looks at a name, and at what follows it where it is not the name alone that tells.
    fn name(&self, name: &[u8], behind: &Reader<'_>) -> Result<(), DocumentFault> {
        if let Some((_, content)) = NAMES.iter().find(|(known, _)| is_same_name(name, known)) {
            return Err(DocumentFault::Active(*content));
        }
        let value = || {
            let mut reader = behind.clone();
            // What cannot be read is told from nothing at all.
            reader.object().or_else(|_| self.work.check().map(|()| reader.rest()))
        };
        let content = if is_same_name(name, b"JS") {
            is_script(value()?, self.work).then_some(ActiveContent::Script)
        } else if is_same_name(name, b"EF") {
            self.embeds(value()?).then_some(ActiveContent::Attachment)
        } else if is_same_name(name, b"OpenAction") {
            self.reaches_out(vec![value()?])?
                .then_some(ActiveContent::AutomaticAction)
        } else if is_same_name(name, b"AA") {
            let actions = self.on_occasions(value()?);
            self.reaches_out(actions)?.then_some(ActiveContent::AutomaticAction)
        } else {
            None
        };
        content.map_or(Ok(()), |content| Err(DocumentFault::Active(content)))
    }

    /// Whether a dictionary names files that are in this one. Glyphs and pictures can bear the same name as its key.
    fn embeds(&self, value: &[u8]) -> bool {
        let value = self.index.resolved(value, self.work).unwrap_or_default();
        entries(value, self.work).any(|(key, _)| SYSTEMS.iter().any(|system| is_same_name(key, system)))
    }

    /// The actions of a dictionary of occasions.
    fn on_occasions<'v>(&'v self, value: &'v [u8]) -> Vec<&'v [u8]> {
        let occasions = self.index.resolved(value, self.work).unwrap_or_default();
        entries(occasions, self.work)
            .filter(|(key, _)| OCCASIONS.iter().any(|occasion| is_same_name(key, occasion)))
            .map(|(_, action)| action)
            .collect()
    }

    /// Whether one of these actions, or of those that follow them, reaches out of the document.
    fn reaches_out<'v>(&'v self, mut waiting: Vec<&'v [u8]>) -> Result<bool, Broken> {
        let mut seen = HashSet::new();
        while let Some(action) = waiting.pop() {
            if let Some(reference) = referred(action, self.work)
                && !seen.insert(reference.number)
            {
                continue;
            }
            let Some(action) = self.index.resolved(action, self.work) else {
                continue;
            };
            let kind = entry(action, b"S", self.work).and_then(|kind| self.index.resolved(kind, self.work));
            if REACHING_OUT.iter().any(|known| is_name(kind, known)) {
                return Ok(true);
            }
            let next = entry(action, b"Next", self.work);
            waiting.extend(next.into_iter().flat_map(|next| self.each(next)));
            if waiting.len() > MOST_ACTIONS {
                return Err(Broken);
            }
        }
        self.work.check().map(|()| false)
    }

    /// What an array holds, or the one that is none.
    fn each<'v>(&'v self, value: &'v [u8]) -> Vec<&'v [u8]> {
        let array = self.index.resolved(value, self.work).unwrap_or_default();
        if !array.starts_with(b"[") {
            return vec![value];
        }
        let mut reader = Reader::at(array, 1, self.work);
        std::iter::from_fn(|| reader.object().ok()).take(MOST_ACTIONS).collect()
    }
}

/// Whether a value is what a script is kept in: a string, or a stream, which is referred to.
fn is_script(value: &[u8], work: &Work) -> bool {
    let is_string = matches!(value, [b'(', ..]) || (matches!(value, [b'<', ..]) && !value.starts_with(b"<<"));
    is_string || referred(value, work).is_some()
}
