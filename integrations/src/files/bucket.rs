//! A bucket of S3, or of anything that speaks like it, which any number of machines share.

use std::fmt;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, RetryConfig};

/// How long one operation is tried anew while the storage does not answer: a person waits for it.
const TRIED_FOR: Duration = Duration::from_secs(10);

/// Where the bucket is, and who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What every key starts with, without slashes around it; nothing where the bucket is the hub's alone.
    pub prefix: String,
    /// Its region; `us-east-1` where the storage knows none.
    pub region: String,
    /// Where the storage answers, `https://…`; Amazon's own address of the region when absent.
    pub endpoint: Option<String>,
    /// The key to sign in with; when absent, what the machine itself has: the `AWS_…` variables or its role.
    pub key: Option<Key>,
}

/// A key of the storage.
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    /// Its public half.
    pub id: String,
    /// Its secret half.
    pub secret: String,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Bucket {
    pub(super) fn object_store(&self) -> object_store::Result<impl ObjectStore> {
        let builder = match &self.key {
            Some(key) => AmazonS3Builder::new()
                .with_access_key_id(&key.id)
                .with_secret_access_key(&key.secret),
            None => AmazonS3Builder::from_env(),
        };
        let builder = match &self.endpoint {
            // Whoever sets an address without TLS, of a storage on the same network, means it.
            Some(endpoint) => builder
                .with_endpoint(endpoint)
                .with_allow_http(endpoint.starts_with("http://")),
            None => builder,
        };
        let bucket = builder
            .with_bucket_name(&self.name)
            .with_region(&self.region)
            // Deleting several at once is not understood everywhere, and the hub deletes one by one.
            .with_disable_bulk_delete(true)
            .with_retry(RetryConfig {
                max_retries: 3,
                retry_timeout: TRIED_FOR,
                ..RetryConfig::default()
            })
            .build()?;
        Ok(PrefixStore::new(bucket, self.prefix.as_str()))
    }
}
