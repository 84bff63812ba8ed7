//! Where files lie, if not in a folder.

use integrations::files::{Bucket, Key};
use url::Url;

use super::checks::web_address;
use super::reader::Reader;

/// What storages that know no regions expect to be asked for.
const ANY_REGION: &str = "us-east-1";

/// The bucket, where one is named.
pub(super) fn bucket(reader: &mut Reader) -> Option<Bucket> {
    let named = reader.text("storage");
    let place = named.as_deref().and_then(place);
    let endpoint = web_address(reader, "storage_endpoint");
    let region = reader.text("storage_region");
    let key = key(reader);
    match (&named, &place) {
        (Some(_), None) => reader.fault("storage", "it looks like s3://bucket or s3://bucket/prefix"),
        (None, _) if endpoint.is_some() || region.is_some() || key.is_some() => {
            reader.fault(
                "storage",
                "missing: the bucket, s3://…, that the other settings are about",
            );
        }
        _ => {}
    }
    if place.is_some() && endpoint.is_none() && region.is_none() {
        reader.fault(
            "storage_region",
            "missing: the bucket's region, or `storage_endpoint`, where it is",
        );
    }
    let (name, prefix) = place?;
    Some(Bucket {
        name,
        prefix,
        region: region.unwrap_or_else(|| ANY_REGION.to_owned()),
        endpoint: endpoint.map(|endpoint| endpoint.as_str().trim_end_matches('/').to_owned()),
        key,
    })
}

/// Both halves of a key, or none.
fn key(reader: &mut Reader) -> Option<Key> {
    let id = reader.text("storage_key_id");
    let secret = reader.text("storage_secret_key");
    if id.is_some() != secret.is_some() {
        let missing = if id.is_some() {
            "storage_secret_key"
        } else {
            "storage_key_id"
        };
        reader.fault(
            missing,
            "missing: a key has both halves, `storage_key_id` and `storage_secret_key`",
        );
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
