//! Encryption [ISO 32000-2, 7.6]. A file that is only restricted (against printing, say) is encrypted with the empty
//! password, and opens without asking for one.

use std::borrow::Cow;

use domain::rules::documents::DocumentFault;
use hayro_syntax::object::{ObjectIdentifier, Stream};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use super::Broken;
use super::index::{Index, Packed};
use super::object_streams::Unlocked;
use super::syntax::{entries, entry, is_name, referred};
use super::work::Work;

/// What says how a file is locked may take, in bytes.
const LONGEST_LOCK: usize = 16 * 1024;

/// Numbers of the objects around the streams: above those that a file may have [annex C].
const AROUND: [u32; 3] = [8_388_608, 8_388_609, 8_388_610];

/// The streams of objects, decrypted where they have to be. Fails where that takes a password or a key.
pub(super) fn unlocked<'a>(index: &Index<'a>, work: &'a Work) -> Result<Vec<Unlocked<'a>>, DocumentFault> {
    let Some(lock) = index.trailed(b"Encrypt", work).next() else {
        let plain = |packed: &Packed<'a>| Unlocked {
            packed: *packed,
            data: Cow::Borrowed(packed.data),
        };
        return Ok(index.packed.iter().map(plain).collect());
    };
    let lock = index.resolved(lock, work).ok_or(Broken)?;
    if !is_name(entry(lock, b"Filter", work), b"Standard") {
        // Certificates, or the rights management of some company.
        return Err(DocumentFault::Locked);
    }
    let lock = inlined(index, lock, work)?;
    let id = index
        .trailed(b"ID", work)
        .find_map(|id| index.resolved(id, work))
        .unwrap_or(b"[<><>]");
    let locked = Pdf::new(small_file(&index.packed, &lock, id)?).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            DocumentFault::Locked
        }
        _ => DocumentFault::Unreadable,
    })?;
    Ok(index.packed.iter().map(|packed| decrypted(&locked, *packed)).collect())
}

fn decrypted<'a>(locked: &Pdf, packed: Packed<'a>) -> Unlocked<'a> {
    let number = i32::try_from(packed.reference.number).unwrap_or_default();
    let id = ObjectIdentifier::new(number, packed.reference.generation.into());
    let data = locked
        .xref()
        .get::<Stream<'_>>(id)
        .map(|stream| stream.raw_data().into_owned());
    Unlocked {
        packed,
        data: Cow::Owned(data.unwrap_or_default()),
    }
}

/// The dictionary of a lock, without references.
fn inlined<'a>(index: &Index<'a>, lock: &'a [u8], work: &'a Work) -> Result<Vec<u8>, Broken> {
    let mut inlined = b"<<".to_vec();
    for (key, value) in entries(lock, work) {
        let value = index
            .resolved(value, work)
            .filter(|value| referred(value, work).is_none())
            .ok_or(Broken)?;
        inlined.extend_from_slice(b"/");
        inlined.extend_from_slice(key);
        inlined.extend_from_slice(b" ");
        inlined.extend_from_slice(value);
        if inlined.len() > LONGEST_LOCK {
            return Err(Broken);
        }
    }
    inlined.extend_from_slice(b">>");
    Ok(inlined)
}

/// A file of one empty page, locked as the other is, with the streams of objects that are locked in that.
fn small_file(packed: &[Packed<'_>], lock: &[u8], id: &[u8]) -> Result<Vec<u8>, Broken> {
    if id.len() > LONGEST_LOCK {
        return Err(Broken);
    }
    let [root, pages, page] = AROUND;
    let mut file = Writer {
        bytes: b"%PDF-1.7\n".to_vec(),
        table: b"xref\n".to_vec(),
    };
    file.object((root, 0), &[format!("<</Type/Catalog/Pages {pages} 0 R>>").as_bytes()]);
    file.object(
        (pages, 0),
        &[format!("<</Type/Pages/Kids[{page} 0 R]/Count 1>>").as_bytes()],
    );
    file.object((page, 0), &[b"<</Type/Page>>"]);
    for stream in packed {
        let head = format!("<</Length {}>>stream\n", stream.data.len());
        let numbers = (stream.reference.number, stream.reference.generation);
        file.object(numbers, &[head.as_bytes(), stream.data, b"\nendstream"]);
    }
    Ok(file.end(root, lock, id))
}

/// A PDF being written.
#[derive(Debug)]
struct Writer {
    bytes: Vec<u8>,
    table: Vec<u8>,
}

impl Writer {
    fn object(&mut self, (number, generation): (u32, u16), parts: &[&[u8]]) {
        let place = self.bytes.len();
        let row = format!("{number} 1\n{place:010} {generation:05} n \n");
        self.table.extend_from_slice(row.as_bytes());
        let head = format!("{number} {generation} obj\n");
        self.bytes.extend_from_slice(head.as_bytes());
        self.bytes.extend(parts.concat());
        self.bytes.extend_from_slice(b"\nendobj\n");
    }

    fn end(self, root: u32, lock: &[u8], id: &[u8]) -> Vec<u8> {
        let place = self.bytes.len();
        let root = format!("trailer\n<</Root {root} 0 R/ID ");
        let end = format!(">>\nstartxref\n{place}\n%%EOF\n");
        [
            &self.bytes,
            &self.table,
            root.as_bytes(),
            id,
            b"/Encrypt ",
            lock,
            end.as_bytes(),
        ]
        .concat()
    }
}
