//! What a closure handed to the store is given: a view of what is kept, or a transaction upon it.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use domain::actor::Actor;
use uuid::Uuid;

use super::Options;
use crate::Policy;
use crate::dialect::{Connection, DatabaseTime};
use crate::error::{Error, Result, TransactionError};
use crate::known_networks::NetworkKey;
use crate::outbox::Lane;
use crate::security::SecurityNote;
use crate::time::{BusinessClock, IdSource};
use crate::token::Token;
use crate::traces::Traceparent;

/// Who writes, and in answer to what.
#[derive(Debug, Clone)]
pub struct Author {
    /// Who writes.
    pub actor: Actor,
    /// The `X-Request-Id` of the request that is answered, if there is one.
    pub request_id: Option<String>,
    /// Where that request came from.
    pub client_address: Option<IpAddr>,
    /// The span it is done in, where there are traces: what follows from it is told to belong to the same trace.
    pub traceparent: Option<Traceparent>,
}

impl Author {
    /// Somebody, or something, that answers no request.
    pub fn of(actor: Actor) -> Self {
        Self {
            actor,
            request_id: None,
            client_address: None,
            traceparent: None,
        }
    }
}

/// The clock and the ids that every transaction of a store uses.
#[derive(Debug, Clone)]
pub(super) struct StoreContext {
    pub(super) clock: BusinessClock,
    pub(super) ids: IdSource,
    pub(super) policy: Arc<Policy>,
    network_key: Arc<NetworkKey>,
}

impl StoreContext {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            clock: options.clock.clone(),
            ids: options.ids.clone(),
            policy: Arc::new(options.policy.clone()),
            network_key: Arc::new(options.network_key.clone()),
        }
    }
}

/// One snapshot of what is kept.
pub struct Db<'store> {
    /// The connection, for diesel.
    pub conn: &'store mut Connection,
    now: DateTime<Utc>,
    clock: &'store BusinessClock,
    network_key: &'store NetworkKey,
}

impl<'store> Db<'store> {
    pub(super) fn new(conn: &'store mut Connection, context: &'store StoreContext) -> Self {
        Self {
            conn,
            now: context.clock.now(),
            clock: &context.clock,
            network_key: &context.network_key,
        }
    }

    /// The instant of the business at which this began: the same throughout, to the microsecond.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The legal date of [`Db::now`].
    pub fn today(&self) -> NaiveDate {
        domain::time::legal_date(self.now)
    }

    /// Real time, by this process's clock: for sessions and repeated requests, which the business clock does not move.
    pub fn real_now(&self) -> DateTime<Utc> {
        self.clock.system().now()
    }

    pub(crate) fn network_key(&self) -> &'store NetworkKey {
        self.network_key
    }

    /// Real time as all processes on this database share it, for leases and retries: PostgreSQL's own, or the
    /// machine's where one process has the database to itself. Unlike [`Db::now`] it goes on.
    pub fn database_time(&self) -> DatabaseTime {
        DatabaseTime::here(self.real_now())
    }
}

/// What is done once a transaction is committed.
#[derive(Debug, Default)]
pub(super) struct AfterCommit {
    /// The lanes of the outbox into which something was put.
    pub(super) leaving: BTreeSet<Lane>,
    /// What the log is to tell of.
    pub(super) told: Vec<SecurityNote>,
}

/// One transaction: everything done through it is kept, or nothing.
pub struct Tx<'store> {
    db: Db<'store>,
    ids: &'store IdSource,
    policy: &'store Policy,
    author: &'store Author,
    after: AfterCommit,
}

impl<'store> Tx<'store> {
    pub(super) fn new(conn: &'store mut Connection, context: &'store StoreContext, author: &'store Author) -> Self {
        Self {
            db: Db::new(conn, context),
            ids: &context.ids,
            policy: &context.policy,
            author,
            after: AfterCommit::default(),
        }
    }

    /// Lets the dispatcher be called to a lane of the outbox once this is committed.
    pub(crate) fn will_leave(&mut self, lane: Lane) {
        self.after.leaving.insert(lane);
    }

    /// Has the log tell of something once this is committed.
    pub(crate) fn will_tell(&mut self, note: SecurityNote) {
        self.after.told.push(note);
    }

    pub(super) fn after(&mut self) -> AfterCommit {
        std::mem::take(&mut self.after)
    }

    /// Who writes.
    pub fn author(&self) -> &'store Author {
        self.author
    }

    /// A fresh id, greater than those before it.
    pub fn id<I: From<Uuid>>(&self) -> I {
        self.ids.id(self.db.now)
    }

    /// A fresh secret.
    pub fn token(&self) -> Token {
        self.ids.token()
    }

    /// Fresh random bytes, for codes and references that people read.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.ids.random()
    }

    /// What the operator settled.
    pub fn policy(&self) -> &'store Policy {
        self.policy
    }

    /// Does a part of the transaction that is undone by itself when it fails: for an insert that may collide, after
    /// which PostgreSQL would refuse everything else in the transaction.
    pub fn savepoint<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.savepoint_or_abort(part)
    }

    /// As [`Tx::savepoint`], for a part that may fail with an error of its caller's.
    pub fn savepoint_or_abort<T, E: TransactionError>(
        &mut self,
        part: impl FnOnce(&mut Self) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.conn.savepoint().map_err(Error::from)?;
        match part(self) {
            Ok(answer) => {
                self.conn.release().map_err(Error::from)?;
                Ok(answer)
            }
            Err(error) => Err(self.undo(error)),
        }
    }

    /// Undoes the part that failed; what there is to say. Where undoing fails the whole transaction is gone, which weighs
    /// more than why the part failed: unless that is what took the transaction with it, as a full disk does.
    fn undo<E: TransactionError>(&mut self, error: E) -> E {
        match (self.conn.undo(), error.into_store_error()) {
            (Err(undone), Ok(error)) if !error.is_passing() => Error::from(undone).into(),
            (Err(undone), Err(_)) => Error::from(undone).into(),
            (_, Ok(error)) => error.into(),
            (Ok(()), Err(error)) => error,
        }
    }

    /// Does a part of the transaction and undoes it, whatever it answers: so that two answers that must not be told
    /// apart cost the same work.
    pub fn rehearse<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.conn.savepoint()?;
        let answer = part(self);
        self.conn.undo()?;
        answer
    }
}

impl<'store> Deref for Tx<'store> {
    type Target = Db<'store>;

    fn deref(&self) -> &Db<'store> {
        &self.db
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.db
    }
}
