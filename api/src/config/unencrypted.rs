//! What would go over a network in the open: in production nothing does, unless the operator names it.

use std::net::IpAddr;

use integrations::files::Bucket;
use integrations::oidc::Registration;
use integrations::scanning;
use integrations::traces::Collector;
use url::Url;

use super::Profile;
use super::identity;
use super::reader::Reader;
use super::storage::Reached;

/// What the hub talks to over a network that may be the machine's own, or one that nobody else is in.
const CHANNELS: [&str; 5] = ["database", "storage", "clamd", "identity", "traces"];

/// How libpq is told to insist on TLS; without one of these it takes what it gets.
const INSISTING: [&str; 3] = ["require", "verify-ca", "verify-full"];

/// Where it reaches them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Channels<'a> {
    pub(super) database_url: &'a str,
    pub(super) storage: Option<&'a Bucket>,
    pub(super) other_storage: &'a Reached,
    pub(super) clamd: Option<&'a scanning::Address>,
    pub(super) identity_providers: [Option<&'a Registration>; 2],
    pub(super) traces: Option<&'a Collector>,
}

/// Refuses a database, a storage, a scanner, an identity provider or a collector of traces that is spoken to in the open.
pub(super) fn refuse(reader: &mut Reader, profile: Profile, channels: Channels<'_>) {
    let Channels {
        database_url,
        storage,
        other_storage,
        clamd,
        identity_providers,
        traces,
    } = channels;
    let names = "`database`, `storage`, `clamd`, `identity` or `traces`";
    let allowed = reader.parsed_list("allow_unencrypted", names, |name| {
        CHANNELS.contains(&name).then(|| name.to_owned())
    });
    let insists = |channel: &str| profile == Profile::Production && !allowed.iter().any(|allowed| allowed == channel);
    if insists("database") && !is_database_safe(database_url) {
        reader.fault(
            "database_url",
            "in production it ends with sslmode=verify-full (or `require`), unless CQC_HUB_ALLOW_UNENCRYPTED names `database`",
        );
    }
    let endpoints = [
        (
            "storage_endpoint",
            storage.and_then(|bucket| bucket.endpoint.as_deref()),
        ),
        ("other_storage_endpoint", other_storage.endpoint()),
    ];
    for (name, endpoint) in endpoints {
        if !insists("storage") || endpoint.is_none_or(is_endpoint_safe) {
            continue;
        }
        reader.fault(
            name,
            "in production it starts with https://, unless CQC_HUB_ALLOW_UNENCRYPTED names `storage`",
        );
    }
    if insists("clamd") && !clamd.is_none_or(is_scanner_safe) {
        reader.fault(
            "clamd",
            "in production it is on this machine, unless CQC_HUB_ALLOW_UNENCRYPTED names `clamd`: it is sent every document",
        );
    }
    let in_the_open = |provider: &&Registration| insists("identity") && !is_endpoint_safe(&provider.issuer);
    for provider in identity_providers.into_iter().flatten().filter(in_the_open) {
        reader.fault(
            &identity::name(provider.audience, "issuer"),
            "in production it starts with https://, unless CQC_HUB_ALLOW_UNENCRYPTED names `identity`",
        );
    }
    if insists("traces") && !traces.is_none_or(|collector| is_endpoint_safe(&collector.endpoint)) {
        reader.fault(
            "otlp_endpoint",
            "in production it starts with https://, unless CQC_HUB_ALLOW_UNENCRYPTED names `traces`",
        );
    }
}

/// Whether a database is a file, on this machine, or spoken to by TLS. Read as libpq reads it: of a parameter that is given
/// twice the last counts, hosts in the parameters go before those in front of the path, and there may be several.
fn is_database_safe(url: &str) -> bool {
    if url.starts_with("sqlite:") {
        return true;
    }
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let last = |name| {
        form_urlencoded::parse(query.as_bytes())
            .filter(|(given, _)| given == name)
            .last()
    };
    let is_insisted = last("sslmode").is_some_and(|(_, mode)| INSISTING.contains(&mode.as_ref()));
    let named = last("hostaddr").or(last("host"));
    let hosts = named.as_ref().map_or_else(|| hosts_of(address), |(_, hosts)| hosts);
    is_insisted || hosts.split(',').all(is_here)
}

/// What stands between the user and the path.
fn hosts_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or("");
    authority.rsplit('@').next().unwrap_or("")
}

fn is_endpoint_safe(endpoint: &str) -> bool {
    let is_here = |url: &Url| url.host_str().is_some_and(is_here);
    Url::parse(endpoint).is_ok_and(|url| url.scheme() == "https" || is_here(&url))
}

/// Clamd speaks no TLS.
fn is_scanner_safe(address: &scanning::Address) -> bool {
    match address {
        scanning::Address::Unix(_) => true,
        scanning::Address::Tcp(host, _) => is_here(host),
    }
}

/// Whether a host, with its port or without, is this machine: none at all and a folder are a socket of it.
fn is_here(host: &str) -> bool {
    let bare = match host.strip_prefix('[') {
        Some(address) => address.split(']').next(),
        None if host.matches(':').count() == 1 => host.split(':').next(),
        None => Some(host),
    };
    let bare = bare.unwrap_or(host);
    let is_folder = bare.starts_with('/') || bare.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("%2f"));
    let is_loopback = bare.parse().is_ok_and(|address: IpAddr| address.is_loopback());
    bare.is_empty() || bare == "localhost" || is_folder || is_loopback
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
            "postgres://hub@localhost:5432,[::1]:5433/hub",
            "postgres://hub@a.example.org:5432,b.example.org:5432/hub?sslmode=verify-full",
        ] {
            assert!(is_database_safe(safe), "{safe}");
        }
        for open in [
            "postgres://hub@db.example.org/hub",
            "postgresql://hub@10.0.0.7/hub?sslmode=prefer",
            "postgres://hub@localhost.example.org/hub?sslmode=disable",
            "postgres://hub@localhost/hub?host=db.example.org",
            "postgres://hub@localhost/hub?hostaddr=10.0.0.7&host=/run/postgresql",
            "postgres://hub@localhost,db.example.org/hub",
            "postgres://hub@db.example.org:5432,localhost:5432/hub",
            "postgres:///hub?host=/run/postgresql,db.example.org",
            "postgres://hub@db.example.org/hub?sslmode=require&sslmode=disable",
        ] {
            assert!(!is_database_safe(open), "{open}");
        }
    }

    #[test]
    fn a_scanner_over_a_network_is_spoken_to_in_the_open() {
        for (address, safe) in [
            ("unix:///run/clamav/clamd.ctl", true),
            ("tcp://127.0.0.1:3310", true),
            ("tcp://localhost", true),
            ("tcp://[::1]:3310", true),
            ("tcp://clamav:3310", false),
            ("tcp://10.0.0.7", false),
            ("tcp://[2001:db8::7]", false),
        ] {
            let read = address.parse().expect("an address");
            assert_eq!(is_scanner_safe(&read), safe, "{address}");
        }
    }

    #[test]
    fn a_storage_over_a_network_is_spoken_to_by_tls() {
        assert!(is_endpoint_safe("https://s3.example.org"));
        assert!(is_endpoint_safe("http://127.0.0.1:9000"));
        assert!(is_endpoint_safe("http://[::1]:9000"));
        assert!(!is_endpoint_safe("http://minio:9000"));
    }
}
