//! What CQC Hub keeps, on SQLite and PostgreSQL.

pub mod accounts;
pub mod arrival;
pub mod attestations;
pub mod audit;
pub mod canonical_json;
pub mod cards;
pub mod cases;
pub mod centres;
pub mod certificates;
pub mod clients;
pub mod dialect;
pub mod digest;
pub mod documents;
pub mod download_links;
mod draw;
pub mod due;
pub mod e_reporting;
pub mod entitlements;
pub mod error;
pub mod exports;
pub mod fees;
pub mod hub_state;
pub mod idempotency;
pub mod invoices;
pub mod keys;
pub mod known_networks;
pub mod known_qualifications;
pub mod links;
mod literal;
pub mod mailbox;
pub mod migrate;
pub mod notify;
pub mod objects;
pub mod oidc;
pub mod outbox;
pub mod owner;
pub mod papers;
pub mod payments;
pub mod policy;
pub mod production_orders;
pub mod promises;
pub mod rate_limits;
pub mod retention;
pub mod sandbox_payments;
#[expect(missing_docs, reason = "the macro documents nothing; the migrations do")]
pub mod schema;
pub mod second_factors;
pub mod security;
pub mod sessions;
pub mod sign_in;
pub mod staff;
pub mod store;
pub mod terms;
pub mod time;
pub mod timers;
pub mod token;
pub mod transitions;

pub use error::{Error, Result, TransactionError};
pub use policy::Policy;
pub use store::{Author, Db, Options, Store, Tx};
pub use token::Token;

// Nothing is called of these: they are here for their features, by which the databases' clients are built in.
use libsqlite3_sys as _;
use openssl_sys as _;
use pq_sys as _;
