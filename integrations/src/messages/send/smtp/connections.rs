//! Connections to the mail server: made, proved, and kept for the next mail.
//!
//! They are not kept in `lettre`'s own pool, which tells neither a refused password from a refused recipient, nor puts
//! away a connection whose mail was abandoned half-way.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::DEFAULT_MECHANISMS;
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::relay::{Encryption, Relay};

/// How long one address of the server may take to answer the call.
const CONNECT: Duration = Duration::from_secs(10);
/// How long a connection is kept for another mail: less than servers put up with.
const KEPT_FOR: Duration = Duration::from_secs(30);
/// How many connections are kept.
const KEPT: usize = 4;

/// Connections to one server.
pub(super) struct Connections {
    relay: Relay,
    hello: ClientId,
    tls: Option<TlsParameters>,
    kept: Mutex<Vec<IdleConnection>>,
}

struct IdleConnection {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl Connections {
    /// None so far.
    pub(super) fn to(relay: Relay) -> Result<Self, Error> {
        let tls = match relay.encryption {
            Encryption::None => None,
            _ => Some(TlsParameters::new(relay.host.clone())?),
        };
        Ok(Self {
            relay,
            hello: ClientId::default(),
            tls,
            kept: Mutex::default(),
        })
    }

    /// One that was kept and still works, or else a new one.
    pub(super) async fn take(&self) -> Result<AsyncSmtpConnection, Error> {
        while let Some(mut connection) = self.unkeep() {
            if connection.test_connected().await {
                return Ok(connection);
            }
        }
        self.open().await
    }

    /// Keeps one for the next mail. It must stand between two mails.
    pub(super) fn keep(&self, connection: AsyncSmtpConnection) {
        let since = Instant::now();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT {
            kept.push(IdleConnection { connection, since });
        }
    }

    fn unkeep(&self) -> Option<AsyncSmtpConnection> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|kept| kept.since.elapsed() < KEPT_FOR);
        kept.pop().map(|kept| kept.connection)
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, Error> {
        let Relay { host, port, .. } = &self.relay;
        let from_the_start = match self.relay.encryption {
            Encryption::FromTheStart => self.tls.clone(),
            _ => None,
        };
        let server = (host.as_str(), *port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &self.hello, from_the_start, None).await?;
        if let Some(tls) = self.tls.clone() {
            match self.relay.encryption {
                Encryption::Required => connection.starttls(tls, &self.hello).await?,
                Encryption::Opportunistic if connection.can_starttls() => connection.starttls(tls, &self.hello).await?,
                _ => {}
            }
        }
        if let Some(credentials) = &self.relay.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}
