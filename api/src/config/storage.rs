//! Where files lie, if not in a folder; and how another storage is reached, which they are moved to or from.

use std::path::PathBuf;

use integrations::files::{Bucket, Key};
use url::Url;

use super::checks::web_address;
use super::reader::Reader;

/// What storages that know no regions expect to be asked for.
const ANY_REGION: &str = "us-east-1";

/// How a bucket is reached, whatever its name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// Where the storage answers; Amazon's own address of the region when absent.
    endpoint: Option<String>,
    region: Option<String>,
    /// When absent, what the machine itself has.
    key: Option<Key>,
}

/// A storage, as the command line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A bucket.
    Bucket(Bucket),
    /// A folder.
    Folder(PathBuf),
}

/// The bucket, where one is named.
pub(super) fn bucket(reader: &mut Reader) -> Option<Bucket> {
    let named = reader.text("storage");
    let place = named.as_deref().and_then(place);
    let reached = Reached::read(reader, "storage");
    match (&named, &place) {
        (Some(_), None) => reader.fault("storage", "it looks like s3://bucket or s3://bucket/prefix"),
        (None, _) if reached != Reached::default() => {
            reader.fault(
                "storage",
                "missing: the bucket, s3://…, that the other settings are about",
            );
        }
        _ => {}
    }
    if place.is_some() && !reached.is_enough() {
        reader.fault(
            "storage_region",
            "missing: the bucket's region, or `storage_endpoint`, where it is",
        );
    }
    Some(reached.bucket(place?))
}

impl Reached {
    /// From settings whose names begin so.
    pub(super) fn read(reader: &mut Reader, name: &str) -> Self {
        let endpoint = web_address(reader, &format!("{name}_endpoint"));
        let region = reader.text(&format!("{name}_region"));
        let key = key(reader, name);
        Self {
            endpoint: endpoint.map(|endpoint| endpoint.as_str().trim_end_matches('/').to_owned()),
            region,
            key,
        }
    }

    /// Where the storage answers, if not at Amazon's own address.
    pub(super) fn endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref()
    }

    /// What text names a storage that is reached so: `s3://bucket`, `s3://bucket/prefix`, or else a folder.
    pub fn place(&self, text: &str) -> Result<Place, &'static str> {
        if !text.contains("://") {
            return Ok(Place::Folder(PathBuf::from(text)));
        }
        let named = place(text).ok_or("it looks like s3://bucket, s3://bucket/prefix, or a folder's path")?;
        if self.is_enough() {
            Ok(Place::Bucket(self.bucket(named)))
        } else {
            Err("missing: its region, CQC_HUB_OTHER_STORAGE_REGION, or where it is, CQC_HUB_OTHER_STORAGE_ENDPOINT")
        }
    }

    fn is_enough(&self) -> bool {
        self.endpoint.is_some() || self.region.is_some()
    }

    fn bucket(&self, (name, prefix): (String, String)) -> Bucket {
        Bucket {
            name,
            prefix,
            region: self.region.clone().unwrap_or_else(|| ANY_REGION.to_owned()),
            endpoint: self.endpoint.clone(),
            key: self.key.clone(),
        }
    }
}

/// Both halves of a key, or none.
fn key(reader: &mut Reader, name: &str) -> Option<Key> {
    let [half, other] = [format!("{name}_key_id"), format!("{name}_secret_key")];
    let (id, secret) = (reader.text(&half), reader.text(&other));
    if id.is_some() != secret.is_some() {
        let missing = if id.is_some() { &other } else { &half };
        let why = format!("missing: a key has both halves, `{half}` and `{other}`");
        reader.fault(missing, why);
    }
    Some(Key {
        id: id?,
        secret: secret?,
    })
}

/// The bucket's name and the prefix.
fn place(text: &str) -> Option<(String, String)> {
    let url = Url::parse(text.trim()).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.port().is_none() && url.query().is_none();
    (url.scheme() == "s3" && plain).then_some(())?;
    let name = url.host_str().filter(|name| !name.is_empty())?;
    Some((name.to_owned(), url.path().trim_matches('/').to_owned()))
}
