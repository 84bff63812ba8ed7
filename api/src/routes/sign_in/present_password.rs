//! The present password, asked of somebody who is signed in.

use persistence::owner::Owner;
use persistence::{accounts, staff};

use crate::auth::Standing;
use crate::http::{ClientAddress, InputFault, Problem};
use crate::hub::Hub;

/// Whoever has a session for a moment is not to have the account for good.
pub(in crate::routes) async fn require_password(
    hub: &Hub,
    owner: Owner,
    from: ClientAddress,
    password: &str,
) -> Result<(), Problem> {
    let found = hub.read(move |db| {
        Ok(match owner {
            Owner::Driver(id) => {
                let account = accounts::find(db, id)?;
                (account.email.unwrap_or_default(), account.password_hash)
            }
            Owner::Staff(id) => {
                let member = staff::find(db, id)?;
                (member.email, member.password_hash)
            }
        })
    });
    let (email, hash) = found.await?;
    let counted = hub.limits.sign_in_as(&email, from, true)?;
    let fits = hub
        .auth
        .passwords
        .verify(password, hash.as_deref(), Standing::Known)
        .await;
    if !matches!(fits, Ok(false)) {
        counted.does_not_count();
    }
    if fits? {
        Ok(())
    } else {
        Err(Problem::at("/password", InputFault::WrongPassword))
    }
}
