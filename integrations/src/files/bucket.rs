//! A bucket of S3, or of anything that speaks like it, which any number of machines share.

use std::fmt;
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::prefix::PrefixStore;
use object_store::{BackoffConfig, ClientConfigKey, ObjectStore, RetryConfig};

use super::limits::Limits;

/// A person waits for the answer, and a storage that stands still is no reason to let them wait.
pub(super) const LIMITS: Limits = Limits {
    silence: Duration::from_secs(2),
};

/// How long a connection may take to be made.
const CONNECT: &str = "2 seconds";

/// How long one exchange may take at the very most: longer than any of them.
const EXCHANGE: &str = "1 hour";

/// How long one operation is tried anew while the storage refuses it for the moment: all of it within the silence that
/// it is allowed.
const TRIED_FOR: Duration = Duration::from_secs(1);

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
            // How long an exchange may take in all depends on what it carries: the limits are kept around it.
            .with_config(AmazonS3ConfigKey::Client(ClientConfigKey::ConnectTimeout), CONNECT)
            .with_config(AmazonS3ConfigKey::Client(ClientConfigKey::Timeout), EXCHANGE)
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    init_backoff: Duration::from_millis(100),
                    max_backoff: Duration::from_millis(500),
                    base: 2.0,
                },
                max_retries: 3,
                retry_timeout: TRIED_FOR,
            })
            .build()?;
        Ok(PrefixStore::new(bucket, self.prefix.as_str()))
    }
}
