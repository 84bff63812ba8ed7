//! How an object lies encrypted: as a file of the age format, version 1 (<https://age-encryption.org/v1>). A header says
//! how its key is wrapped; chunks of 64 KiB follow, each authenticated with its place and with whether it is the last
//! (ChaCha20-Poly1305), so that any part can be read for itself, and nothing can be cut off, moved or left out.
//!
//! The object's own key is random, and wrapped with a storage key by AES-256-GCM, bound to the key the object lies under:
//! one that was moved to another's place does not open. That is a stanza of the hub's own, `-> cqc-hub <storage key>`, since
//! those that age brings know no such binding; nor can anybody make an object that opens who has not the storage key.

use std::collections::HashSet;
use std::io::{self, Write};

use age::secrecy::ExposeSecret as _;
use age::{DecryptError, Decryptor, EncryptError, Encryptor, Identity, Recipient};
use age_core::format::{FILE_KEY_BYTES, FileKey, Stanza};
use persistence::keys::storage::StorageKey;
use uuid::Uuid;

use super::feed::Feed;

/// What every encrypted object begins with. Nothing else that the hub stores does: uploads are PDF, JPEG or PNG by their
/// first bytes, papers are PDF, archives ZIP.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// The stanza's type.
const TAG: &str = "cqc-hub";

/// More than a header has, its nonce included: magic, a stanza of ours, one of random bytes that age adds, a MAC.
pub(super) const HEADER: u64 = 1024;

/// The bytes of a chunk, before encryption.
pub(super) const CHUNK: u64 = 64 * 1024;

/// What a chunk grows by.
const TAG_SIZE: u64 = 16;

/// The bytes of a chunk, as it lies there.
pub(super) const SEALED_CHUNK: u64 = CHUNK + TAG_SIZE;

/// What an object that is read as it arrives is decrypted by.
pub(super) type Reader = age::stream::StreamReader<Feed>;

/// Whether an object that begins so is encrypted.
pub(super) fn is_sealed(beginning: &[u8]) -> bool {
    beginning.starts_with(MAGIC)
}

/// The id of the storage key that an encrypted object's header names. Nothing of the header is believed by that: it only
/// says which key to try.
pub(super) fn key_named_in(beginning: &[u8]) -> Option<Uuid> {
    let header = beginning.get(MAGIC.len()..)?;
    let line = header.split(|byte| *byte == b'\n').find_map(|line| {
        let line = std::str::from_utf8(line).ok()?;
        line.strip_prefix("-> ")?.strip_prefix(TAG)?.strip_prefix(' ')
    })?;
    line.parse().ok()
}

/// How many bytes chunks of so many hold. None where that is no whole stream: the last chunk, too, has its tag.
pub(super) fn opened_size(sealed: u64) -> Option<u64> {
    let chunks = sealed.div_ceil(SEALED_CHUNK);
    let rest = sealed.checked_sub(chunks.checked_sub(1)? * SEALED_CHUNK)?;
    (rest >= TAG_SIZE).then(|| sealed - chunks * TAG_SIZE)
}

/// How many bytes an object of so many has once it is encrypted, at the most.
pub(super) fn sealed_size(opened: u64) -> u64 {
    HEADER + opened + (opened / CHUNK + 1) * TAG_SIZE
}

/// Begins an object: what is written goes encrypted into `output`. Whoever writes ends it with `finish`.
pub(super) fn begin<W: Write>(key: &StorageKey, object: Uuid, output: W) -> io::Result<age::stream::StreamWriter<W>> {
    let wrapped = Wrapped { key, object };
    let encryptor = Encryptor::with_recipients(std::iter::once(&wrapped as &dyn Recipient));
    encryptor.map_err(io::Error::other)?.wrap_output(output)
}

/// Begins to decrypt an object of which at least the header has arrived. None where it does not open with this key.
pub(super) fn open(key: &StorageKey, object: Uuid, arriving: Feed) -> Option<Reader> {
    let wrapped = Wrapped { key, object };
    let decryptor = Decryptor::new(arriving).ok()?;
    decryptor.decrypt(std::iter::once(&wrapped as &dyn Identity)).ok()
}

/// The way an object's own key is wrapped.
struct Wrapped<'a> {
    key: &'a StorageKey,
    object: Uuid,
}

impl Wrapped<'_> {
    fn context(&self) -> String {
        format!("objects:{}:{}", self.key.id, self.object)
    }
}

impl Recipient for Wrapped<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        let body = self.key.seal.close(&self.context(), file_key.expose_secret());
        let stanza = Stanza {
            tag: TAG.to_owned(),
            args: vec![self.key.id.simple().to_string()],
            body: body.map_err(|_| io::Error::other("the machine's cryptography does not work"))?,
        };
        Ok((vec![stanza], HashSet::new()))
    }
}

impl Identity for Wrapped<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        let is_ours = stanza.tag == TAG && stanza.args == [self.key.id.simple().to_string()];
        is_ours.then(|| {
            let opened = self.key.seal.open(&self.context(), &stanza.body);
            let opened: Option<[u8; FILE_KEY_BYTES]> = opened.and_then(|key| key.try_into().ok());
            opened
                .map(|key| FileKey::new(Box::new(key)))
                .ok_or(DecryptError::DecryptionFailed)
        })
    }
}
