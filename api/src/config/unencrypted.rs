//! What would go over a network in the open: in production nothing does, unless the operator names it.

use std::net::IpAddr;

use integrations::files::Bucket;
use url::{Host, Url};

use super::Profile;
use super::reader::Reader;

/// What the hub talks to over a network that may be the machine's own, or one that nobody else is in.
const CHANNELS: [&str; 2] = ["database", "storage"];

/// How libpq is told to insist on TLS; without one of these it takes what it gets.
const INSISTING: [&str; 3] = ["require", "verify-ca", "verify-full"];

/// Refuses a database or a storage that is spoken to in the open.
pub(super) fn refuse(reader: &mut Reader, profile: Profile, database_url: &str, storage: Option<&Bucket>) {
    let allowed = reader.parsed_list("allow_unencrypted", "`database` or `storage`", |name| {
        CHANNELS.contains(&name).then(|| name.to_owned())
    });
    let insists = |channel: &str| profile == Profile::Production && !allowed.iter().any(|allowed| allowed == channel);
    if insists("database") && !is_database_safe(database_url) {
        reader.fault(
            "database_url",
            "in production it ends with sslmode=verify-full (or `require`), unless CQC_HUB_ALLOW_UNENCRYPTED names `database`",
        );
    }
    let endpoint = storage.and_then(|bucket| bucket.endpoint.as_deref());
    if insists("storage") && !endpoint.is_none_or(is_endpoint_safe) {
        reader.fault(
            "storage_endpoint",
            "in production it starts with https://, unless CQC_HUB_ALLOW_UNENCRYPTED names `storage`",
        );
    }
}

/// Whether a database is a file, on this machine, or spoken to by TLS.
fn is_database_safe(url: &str) -> bool {
    if url.starts_with("sqlite:") {
        return true;
    }
    let Ok(url) = Url::parse(url) else { return true };
    let mut parameters = url.query_pairs();
    let is_insisted = parameters.any(|(name, value)| name == "sslmode" && INSISTING.contains(&value.as_ref()));
    // Without a host, and with one that is a folder, libpq uses a socket of this machine.
    let host_given = url.query_pairs().find(|(name, _)| name == "host");
    let is_socket = host_given.as_ref().is_some_and(|(_, host)| host.starts_with('/'));
    is_insisted || is_socket || is_here(&url)
}

fn is_endpoint_safe(endpoint: &str) -> bool {
    Url::parse(endpoint).is_ok_and(|url| url.scheme() == "https" || is_here(&url))
}

/// Whether an address is this machine's. The URL standard reads hosts of other schemes than the web's as plain names.
fn is_here(url: &Url) -> bool {
    match url.host() {
        None => true,
        Some(Host::Domain(name)) => {
            let is_loopback = name.parse().is_ok_and(|address: IpAddr| address.is_loopback());
            name.is_empty() || name == "localhost" || name.starts_with("%2F") || is_loopback
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_over_a_network_is_spoken_to_by_tls() {
        for safe in [
            "sqlite:///var/lib/cqc-hub/hub.sqlite3",
            "postgres://hub:secret@db.example.org/hub?sslmode=verify-full",
            "postgres://hub@db.example.org/hub?connect_timeout=5&sslmode=require",
            "postgres://hub@127.0.0.1:5432/hub",
            "postgres://hub@localhost/hub",
            "postgres://hub@[::1]/hub",
            "postgres:///hub?host=/run/postgresql",
            "postgres://%2Frun%2Fpostgresql/hub",
        ] {
            assert!(is_database_safe(safe), "{safe}");
        }
        for open in [
            "postgres://hub@db.example.org/hub",
            "postgresql://hub@10.0.0.7/hub?sslmode=prefer",
            "postgres://hub@localhost.example.org/hub?sslmode=disable",
        ] {
            assert!(!is_database_safe(open), "{open}");
        }
    }

    #[test]
    fn a_storage_over_a_network_is_spoken_to_by_tls() {
        assert!(is_endpoint_safe("https://s3.example.org"));
        assert!(is_endpoint_safe("http://127.0.0.1:9000"));
        assert!(!is_endpoint_safe("http://minio:9000"));
    }
}
