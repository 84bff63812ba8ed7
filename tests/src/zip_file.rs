//! Reading archives that the hub made.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use serde_json::Value;

/// A zip, unpacked: the bytes of each file, by its name.
#[derive(Debug, Clone)]
pub struct ZipFile {
    files: BTreeMap<String, Vec<u8>>,
}

impl ZipFile {
    /// Unpacks it, every file with its checksum.
    #[track_caller]
    pub fn read(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
        let mut files = BTreeMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).expect("a file in it");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("a whole file");
            let name = file.name().expect("a name in UTF-8").into_owned();
            assert!(!files.contains_key(&name), "two files of one name: {name}");
            files.insert(name, content);
        }
        Self { files }
    }

    /// The names of the files in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The bytes of a file.
    #[track_caller]
    pub fn bytes(&self, name: &str) -> &[u8] {
        let found = self.files.get(name);
        found.unwrap_or_else(|| panic!("no {name} among {:?}", self.files.keys()))
    }

    /// A file as text.
    #[track_caller]
    pub fn text(&self, name: &str) -> &str {
        std::str::from_utf8(self.bytes(name)).expect("text")
    }

    /// A file as JSON.
    #[track_caller]
    pub fn json(&self, name: &str) -> Value {
        serde_json::from_slice(self.bytes(name)).unwrap_or_else(|error| panic!("{name} is no JSON: {error}"))
    }
}
