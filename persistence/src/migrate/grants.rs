//! What a PostgreSQL role may do that serves and owns nothing: read and write rows, and leave the audit trail as it is.

use diesel::PgConnection;
use diesel::connection::SimpleConnection as _;

use crate::dialect::{Connection, Purpose};
use crate::error::{Error, Result};
use crate::store::Target;

/// Tables of which such a role changes no row. Triggers keep it from removing any that must be kept.
const APPENDED_TO: [&str; 2] = ["audit_events", "audit_seals"];

/// The table that says which migrations were applied.
const HISTORY: &str = "__diesel_schema_migrations";

/// Grants a role, which is there already, what serving takes, and takes from it what it does not. SQLite has no roles.
pub fn grant(target: &Target, role: &str) -> Result<()> {
    match &mut target.connect(Purpose::Write)? {
        Connection::Postgres(postgres) => grant_on(postgres, role),
        Connection::Sqlite(_) => Err(Error::Unreachable("SQLite has no roles".to_owned())),
    }
}

fn grant_on(postgres: &mut PgConnection, role: &str) -> Result<()> {
    let role = quoted(role);
    let appended_to = APPENDED_TO.map(|table| format!("REVOKE UPDATE ON {table} FROM {role};"));
    let statements = format!(
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;
         REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};
         GRANT USAGE ON SCHEMA public TO {role};
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
         GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};
         REVOKE INSERT, UPDATE, DELETE ON {HISTORY} FROM {role};
         {}",
        appended_to.concat()
    );
    // One text is one transaction.
    Ok(postgres.batch_execute(&statements)?)
}

/// A name as PostgreSQL reads it, whatever is in it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_name_stays_a_name() {
        assert_eq!(super::quoted("cqc_hub_serving"), "\"cqc_hub_serving\"");
        assert_eq!(
            super::quoted("a\"; DROP TABLE staff; --"),
            "\"a\"\"; DROP TABLE staff; --\""
        );
    }
}
