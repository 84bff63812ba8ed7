//! The hub's settings: defaults, then `cqc-hub.toml`, then the environment (`CQC_HUB_…`), the later over the earlier.
//! Everything that is wrong with them is said in one message.

mod checks;
mod identity;
mod outside;
mod passkeys;
mod post;
mod proxies;
mod rates;
mod reader;
mod secret;
mod seller;
mod storage;
#[cfg(test)]
mod tests;
mod traces;
mod unencrypted;

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use domain::people::Address;
use domain::rules::certificate::PeriodStart;
use domain::rules::invoices::Seller;
use domain::rules::retention::AuditMonths;
use domain::rules::second_factor::SecondFactorDuty;
use integrations::files::Bucket;
use integrations::messages::send::sms::twilio;
use integrations::messages::send::smtp::{Relay, Sender};
use integrations::oidc::Registration;
use integrations::payments::stripe::Keys;
use integrations::scanning;
use integrations::traces::Collector;
use ipnet::IpNet;
use url::Url;

pub use passkeys::Passkeys;
pub use proxies::AddressHeader;
pub use rates::{Rate, Rates};
pub use reader::Sources;
pub use secret::Secret;
pub use storage::{Place, Reached};

domain::words! {
    /// What the hub is run for.
    pub enum Profile {
        /// Trying out: mail is caught, demo accounts exist, the clock can be moved, papers say SPECIMEN.
        Sandbox => "sandbox",
        /// Real people.
        Production => "production",
    }
}

domain::words! {
    /// How log lines look.
    pub enum LogFormat {
        /// For people at a terminal.
        Text => "text",
        /// One JSON object a line, for machines.
        Json => "json",
    }
}

/// Every setting, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `profile`: sandbox (default) or production.
    pub profile: Profile,
    /// `listen`: address and port; `127.0.0.1:8080` by default.
    pub listen: SocketAddr,
    /// `public_url`: where clients reach the hub. In the sandbox the listening address by default.
    pub public_url: Url,
    /// `data_dir`: the database and the files of an embedded set-up; `./data` by default.
    pub data_dir: PathBuf,
    /// `database_url`: `sqlite://…` or `postgres://…`; a file in `data_dir` by default.
    pub database_url: String,
    /// `database_connections`: how many connections the pool holds; 8 by default.
    pub database_connections: u32,
    /// `storage`: `s3://bucket` or `s3://bucket/prefix`, with `storage_endpoint`, `storage_region`, `storage_key_id` and
    /// `storage_secret_key`; the folder `files` in `data_dir` when absent.
    pub storage: Option<Bucket>,
    /// `clamd`: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`, where uploads are scanned for viruses. Without it they
    /// are not.
    pub clamd: Option<scanning::Address>,
    /// `other_storage_endpoint`, `other_storage_region`, `other_storage_key_id`, `other_storage_secret_key`: how the bucket is
    /// reached that the files are copied to or from.
    pub other_storage: Reached,
    /// `storage_sealed`: whether documents and papers are encrypted before they are stored; they are by default.
    pub storage_sealed: bool,
    /// `link_base`: a frontend's address, where links in mails lead. When absent, mails have no links but those to the
    /// hub's own pages.
    pub link_base: Option<Url>,
    /// `mail`: `smtp://user:password@host:port` (TLS is required unless `?tls=` says otherwise) or `smtps://…`; the
    /// sandbox's mailbox when absent.
    pub mail: Option<Relay>,
    /// `mail_sender`, `mail_sender_name`: whom mails come from; `contact` and «CQC Hub» by default.
    pub mail_sender: Option<Sender>,
    /// `sms_account`, `sms_token`, `sms_sender`, `sms_url`: the gateway of text messages, Twilio's by default; the
    /// sandbox's mailbox when absent, and mail alone in production.
    pub sms: Option<twilio::Account>,
    /// `stripe_secret_key`, `stripe_webhook_secret`, `stripe_publishable_key`, `stripe_url`: the payment provider;
    /// without them, the one that the sandbox plays.
    pub stripe: Option<Stripe>,
    /// `seller_name`, `seller_street`, `seller_postal_code`, `seller_city`, `seller_siren`, `seller_vat_number` (made of
    /// the SIREN by default): who sells, as invoices say it; a specimen in the sandbox.
    pub seller: Option<Seller>,
    /// `metrics_listen`: where Prometheus asks for metrics; nowhere when absent.
    pub metrics_listen: Option<SocketAddr>,
    /// `otlp_endpoint`, `otlp_headers`, `otlp_sampled` (from 0 to 1; 0.04 by default): the collector of OpenTelemetry that traces
    /// are sent to, and which share of them; there are none when absent.
    pub traces: Option<Collector>,
    /// `second_factor`: which members of staff sign in with one, at the least: `supervisors` (the default in production),
    /// `staff`, or `nobody` (the default in the sandbox).
    pub second_factor: SecondFactorDuty,
    /// `password_sessions`: whether `POST /v1/sessions` lets people in, so that frontends may ask for passwords; it does by
    /// default.
    pub password_sessions: bool,
    /// `oidc_staff_issuer`, `oidc_staff_client_id`, `oidc_staff_client_secret`, `oidc_staff_name` (by default the issuer's
    /// host), `oidc_staff_acr` and `oidc_staff_scopes`
    /// (`email` by default): the OpenID Connect provider at which staff sign in, ProConnect for instance; nowhere when
    /// absent.
    pub oidc_staff: Option<Registration>,
    /// `oidc_drivers_…`: the same for drivers, FranceConnect for instance; scopes are `profile` by default.
    pub oidc_drivers: Option<Registration>,
    /// `passkey_domain`: the domain for which staff make passkeys; by default the host of `link_base`, or else of
    /// `public_url` (`localhost` in the sandbox where that is an address). None where it is an address in production.
    pub passkeys: Option<Passkeys>,
    /// `contact`: the address for questions, which every mail names.
    pub contact: String,
    /// `security_contact`: an email or a page where weaknesses are reported; the contact where there is none.
    pub security_contact: Option<String>,
    /// `post_address`: where the operator receives post, which every paper names: `Service; 1 rue …; 75001 Paris`.
    pub post_address: Address,
    /// `paper_threads`: how many papers are printed at once; 1 by default, so that requests keep their speed.
    pub paper_threads: NonZeroUsize,
    /// `dispatcher`: whether `serve` also sends what is to be sent and does what is due; it does by default.
    pub dispatcher: bool,
    /// `audit_months`: how many months the audit trail is kept, from 6 to 36; 12 by default.
    pub audit_trail: AuditMonths,
    /// `certificate_period`: from when a certificate's four months count, `issue` (the day it is established, the default)
    /// or `end_of_training`.
    pub certificate_period: PeriodStart,
    /// `secret`: seals private keys. The sandbox makes one in `data_dir`.
    pub secret: Option<Secret>,
    /// `cors_origins`: the frontends whose scripts may read answers. In the sandbox, without any: every loopback origin.
    pub cors_origins: Vec<String>,
    /// `trusted_proxies`: addresses or networks whose word on the client's address is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// `client_address_header`: the one header in which they give it; `X-Forwarded-For` by default.
    pub client_address_header: AddressHeader,
    /// `rate_…`: how much one client may ask for.
    pub rates: Rates,
    /// `log`: a filter such as `info` (about the default) or `info,api=debug`.
    pub log: String,
    /// `log_format`: text, or json (default in production).
    pub log_format: LogFormat,
    /// `workers`: HTTP threads; as many as there are cores by default.
    pub workers: Option<usize>,
    /// `connections`: how many clients may be connected at once; 1,024 by default. Those beyond wait to be accepted.
    pub connections: NonZeroUsize,
    /// `uploads`: how many files may arrive at once; 8 by default.
    pub uploads: NonZeroUsize,
    /// `uploads_each`: how many of them from one account; 2 by default.
    pub uploads_each: NonZeroUsize,
    /// `shutdown_seconds`: how long requests in flight may take once the hub is told to stop; 30 by default.
    pub shutdown: Duration,
}

/// How payments are collected by Stripe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stripe {
    /// Where it answers, without a slash at the end.
    pub base: String,
    /// What the hub signs in with.
    pub keys: Keys,
}

impl Settings {
    /// Reads and checks everything.
    pub fn load(sources: &Sources) -> Result<Self, Misconfigured> {
        checks::settings(sources)
    }

    /// Whether this is the sandbox.
    pub fn is_sandbox(&self) -> bool {
        self.profile == Profile::Sandbox
    }

    /// [`Settings::public_url`] without a slash at its end, to put a path behind.
    pub fn public_base(&self) -> &str {
        self.public_url.as_str().trim_end_matches('/')
    }

    /// Whether links in mails are to lead to a frontend that the hub serves itself: the sandbox's portal.
    pub fn leads_here(&self) -> bool {
        self.link_base
            .as_ref()
            .is_some_and(|base| base.origin() == self.public_url.origin())
    }

    /// Where links in mails start: the frontend, or the hub itself. Without a slash at the end.
    pub fn link_base(&self) -> &str {
        self.link_base
            .as_ref()
            .unwrap_or(&self.public_url)
            .as_str()
            .trim_end_matches('/')
    }
}

/// All that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misconfigured(pub Vec<String>);

impl fmt::Display for Misconfigured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings cannot be used:")?;
        self.0.iter().try_for_each(|fault| write!(f, "\n  - {fault}"))
    }
}

impl std::error::Error for Misconfigured {}
