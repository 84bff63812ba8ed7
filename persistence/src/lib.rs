//! What CQC Hub keeps, on SQLite and PostgreSQL.

pub mod dialect;
pub mod error;
pub mod hub_state;
pub mod migrate;
#[expect(missing_docs, reason = "the macro documents nothing; the migrations do")]
pub mod schema;
pub mod store;
pub mod time;
pub mod token;

pub use error::{Error, Result};
pub use store::{Author, Db, Options, Store, Tx};
pub use token::Token;
