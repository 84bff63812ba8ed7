//! From what is written to [`Settings`]: types, defaults by profile, and what does not go together.

use std::net::{Ipv4Addr, SocketAddr};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use domain::federation::Audience;
use domain::rules::retention::AuditMonths;
use domain::rules::second_factor::SecondFactorDuty;
use url::Url;

use super::proxies::{self, AddressHeader};
use super::rates::Rates;
use super::reader::{Reader, Sources};
use super::{LogFormat, Misconfigured, Profile, Secret, Settings};
use super::{identity, outside, passkeys, post, seller, storage, traces, unencrypted};

/// The shortest secret that seals keys: 32 bytes are 43 characters of base64.
const SHORTEST_SECRET: usize = 32;

pub(super) fn settings(sources: &Sources) -> Result<Settings, Misconfigured> {
    let mut reader = Reader::open(sources);
    let profile = reader
        .parsed("profile", "`sandbox` or `production`")
        .unwrap_or(Profile::Sandbox);
    let listen = listen(&mut reader, profile, sources.expose_sandbox);
    let data_dir = reader
        .text("data_dir")
        .map_or_else(|| PathBuf::from("data"), PathBuf::from);
    let contact = contact(&mut reader, profile);
    let database_url = database_url(&mut reader, &data_dir);
    let storage = storage::bucket(&mut reader);
    let other_storage = storage::Reached::read(&mut reader, "other_storage");
    let clamd = outside::clamd(&mut reader);
    let [oidc_staff, oidc_drivers] =
        [Audience::Staff, Audience::Drivers].map(|audience| identity::registration(&mut reader, audience));
    let traces = traces::collector(&mut reader);
    let channels = unencrypted::Channels {
        database_url: &database_url,
        storage: storage.as_ref(),
        other_storage: &other_storage,
        clamd: clamd.as_ref(),
        identity_providers: [oidc_staff.as_ref(), oidc_drivers.as_ref()],
        traces: traces.as_ref(),
    };
    unencrypted::refuse(&mut reader, profile, channels);
    let mut settings = Settings {
        profile,
        listen,
        public_url: public_url(&mut reader, profile, listen),
        database_url,
        data_dir,
        database_connections: reader
            .parsed("database_connections", "a number of connections")
            .unwrap_or(8),
        storage,
        clamd,
        other_storage,
        storage_sealed: reader.parsed("storage_sealed", "`true` or `false`").unwrap_or(true),
        link_base: link_base(&mut reader, profile),
        mail: outside::mail(&mut reader, profile),
        mail_sender: outside::sender(&mut reader, &contact),
        sms: outside::sms(&mut reader),
        stripe: outside::stripe(&mut reader, profile),
        seller: seller::seller(&mut reader, profile),
        second_factor: reader
            .parsed("second_factor", "`nobody`, `supervisors` or `staff`")
            .unwrap_or(match profile {
                Profile::Sandbox => SecondFactorDuty::Nobody,
                Profile::Production => SecondFactorDuty::Supervisors,
            }),
        password_sessions: reader.parsed("password_sessions", "`true` or `false`").unwrap_or(true),
        oidc_staff,
        oidc_drivers,
        passkeys: None,
        metrics_listen: reader.parsed("metrics_listen", "an address and port such as 127.0.0.1:9464"),
        traces,
        contact,
        security_contact: reader.text("security_contact"),
        post_address: post::address(&mut reader, profile),
        paper_threads: reader
            .parsed("paper_threads", "a number of threads, 1 or more")
            .unwrap_or(NonZeroUsize::MIN),
        dispatcher: reader.parsed("dispatcher", "`true` or `false`").unwrap_or(true),
        audit_trail: audit_trail(&mut reader),
        certificate_period: reader
            .parsed("certificate_period", "`issue` or `end_of_training`")
            .unwrap_or_default(),
        secret: secret(&mut reader, profile),
        cors_origins: reader.parsed_list("cors_origins", "an origin such as https://www.example.org", origin),
        trusted_proxies: reader.parsed_list(
            "trusted_proxies",
            "an address or a network such as 10.0.0.0/8",
            proxies::network,
        ),
        client_address_header: AddressHeader::read(&mut reader),
        rates: Rates::read(&mut reader, profile),
        log: reader
            .text("log")
            .unwrap_or_else(|| "info,actix_server=warn".to_owned()),
        log_format: log_format(&mut reader, profile),
        workers: reader.parsed("workers", "a number of threads"),
        connections: at_once(&mut reader, "connections", 1024),
        uploads: at_once(&mut reader, "uploads", 8),
        uploads_each: at_once(&mut reader, "uploads_each", 2),
        shutdown: Duration::from_secs(reader.parsed("shutdown_seconds", "a number of seconds").unwrap_or(30)),
    };
    settings.passkeys = passkeys::passkeys(&mut reader, &settings);
    if !settings.dispatcher && settings.database_url.starts_with("sqlite://") {
        reader.fault(
            "dispatcher",
            "a SQLite database belongs to the one process that serves, which dispatches too",
        );
    }
    reader.finish();
    if reader.faults.is_empty() {
        Ok(settings)
    } else {
        Err(Misconfigured(reader.faults))
    }
}

fn listen(reader: &mut Reader, profile: Profile, expose_sandbox: bool) -> SocketAddr {
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
    let listen = reader
        .parsed("listen", "an address and port such as 127.0.0.1:8080")
        .unwrap_or(usual);
    match profile {
        Profile::Sandbox if !listen.ip().is_loopback() && !expose_sandbox => {
            reader.fault(
                "listen",
                format_args!("the sandbox listens on loopback only, not on {listen}, unless --expose-sandbox is given"),
            );
        }
        Profile::Production if expose_sandbox => {
            reader
                .faults
                .push("--expose-sandbox: there is no sandbox in the production profile".to_owned());
        }
        _ => {}
    }
    listen
}

fn public_url(reader: &mut Reader, profile: Profile, listen: SocketAddr) -> Url {
    let given = web_address(reader, "public_url");
    if profile == Profile::Production {
        match &given {
            None => reader.fault(
                "public_url",
                "missing: the address at which clients reach the hub, https://…",
            ),
            Some(url) if url.scheme() != "https" => reader.fault("public_url", "in production it starts with https://"),
            Some(_) => {}
        }
    }
    // Nobody reaches a server at the unspecified address.
    let host = if listen.ip().is_unspecified() {
        "localhost".to_owned()
    } else {
        SocketAddr::new(listen.ip(), 0).to_string().replace(":0", "")
    };
    given.unwrap_or_else(|| {
        Url::parse(&format!("http://{host}:{}", listen.port())).expect("an address and a port make a URL")
    })
}

/// Links open doors: whoever sees one pass by can use it.
fn link_base(reader: &mut Reader, profile: Profile) -> Option<Url> {
    let given = web_address(reader, "link_base");
    if profile == Profile::Production && given.as_ref().is_some_and(|url| url.scheme() != "https") {
        reader.fault("link_base", "in production it starts with https://");
    }
    given
}

fn database_url(reader: &mut Reader, data_dir: &std::path::Path) -> String {
    let usual = || format!("sqlite://{}", data_dir.join("cqc-hub.sqlite3").display());
    let url = reader.text("database_url").unwrap_or_else(usual);
    if !["sqlite://", "postgres://", "postgresql://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        // The value may hold a password: it is not repeated.
        reader.fault("database_url", "it starts with sqlite:// or postgres://");
    }
    url
}

/// How many of something there may be at once.
fn at_once(reader: &mut Reader, name: &str, usual: usize) -> NonZeroUsize {
    let given = reader.parsed(name, "a number, 1 or more");
    given.or(NonZeroUsize::new(usual)).unwrap_or(NonZeroUsize::MIN)
}

fn contact(reader: &mut Reader, profile: Profile) -> String {
    let contact = reader.text("contact");
    if contact.is_none() && profile == Profile::Production {
        reader.fault("contact", "missing: the address for questions, which every mail names");
    }
    contact.unwrap_or_else(|| "contact@example.org".to_owned())
}

fn log_format(reader: &mut Reader, profile: Profile) -> LogFormat {
    let given = reader.parsed("log_format", "`text` or `json`");
    given.unwrap_or(match profile {
        Profile::Sandbox => LogFormat::Text,
        Profile::Production => LogFormat::Json,
    })
}

fn audit_trail(reader: &mut Reader) -> AuditMonths {
    let Some(months) = reader.parsed("audit_months", "a number of months") else {
        return AuditMonths::default();
    };
    AuditMonths::new(months).unwrap_or_else(|| {
        reader.fault("audit_months", "the audit trail is kept for 6 to 36 months");
        AuditMonths::default()
    })
}

fn secret(reader: &mut Reader, profile: Profile) -> Option<Secret> {
    let secret = reader.text("secret");
    match (&secret, profile) {
        (None, Profile::Production) => {
            reader.fault(
                "secret",
                "missing: at least 32 random characters, which seal the private keys",
            );
        }
        (Some(secret), _) if secret.len() < SHORTEST_SECRET => {
            reader.fault(
                "secret",
                format_args!("too short: at least {SHORTEST_SECRET} random characters"),
            );
        }
        _ => {}
    }
    secret.map(Secret::new)
}

pub(super) fn web_address(reader: &mut Reader, name: &str) -> Option<Url> {
    let text = reader.text(name)?;
    let url = Url::parse(text.trim()).ok().filter(|url| {
        matches!(url.scheme(), "http" | "https") && url.has_host() && url.query().is_none() && url.fragment().is_none()
    });
    if url.is_none() {
        reader.fault(
            name,
            format_args!("`{text}` is not a web address (http:// or https://)"),
        );
    }
    url
}

/// An origin, exactly as browsers send it.
fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let origin = url.origin().ascii_serialization();
    (origin == text.trim_end_matches('/')).then_some(origin)
}
