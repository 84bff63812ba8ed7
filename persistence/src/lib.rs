//! What CQC Hub keeps, on SQLite and PostgreSQL.

pub mod audit;
pub mod clients;
pub mod dialect;
pub mod error;
pub mod hub_state;
pub mod idempotency;
pub mod keys;
pub mod links;
pub mod migrate;
pub mod owner;
#[expect(missing_docs, reason = "the macro documents nothing; the migrations do")]
pub mod schema;
pub mod sessions;
pub mod staff;
pub mod store;
pub mod time;
pub mod token;

pub use error::{Error, Result};
pub use store::{Author, Db, Options, Store, Tx};
pub use token::Token;
