//! The second factor of a member of staff, beside the password: an authenticator's codes, and recovery codes. A passkey is
//! both (`routes::passkeys`).

pub mod begin;
pub mod confirm;
pub mod get;
pub mod remove;

use domain::ids::{SessionId, StaffId};
use persistence::{Db, Tx, passkeys, staff};

use crate::auth::Member;
use crate::http::{Code, Problem};
use crate::hub::Abort;
use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(get::get_second_factor)
        .service(begin::begin_second_factor)
        .service(confirm::confirm_second_factor)
        .service(remove::remove_second_factor);
}

/// The member of staff, locked, so that no code is taken twice; their email.
fn lock(tx: &mut Tx<'_>, me: &Member) -> Result<String, Abort> {
    Ok(staff::lock(tx, me.id)?.email)
}

/// Refuses where somebody has a passkey and did not sign in with it, nor with a code: their password alone sets up no other
/// way in.
pub(in crate::routes) fn require_factor(db: &mut Db<'_>, id: StaffId, session: SessionId) -> Result<(), Abort> {
    if passkeys::may_change_factors(db, id, session)? {
        return Ok(());
    }
    let problem = Problem::new(Code::SecondFactorRequired).because(
        "Vous avez une clé d’accès : connectez-vous avec elle pour changer ce avec quoi vous vous connectez.",
        "You have a passkey: sign in with it to change what you sign in with.",
    );
    Err(problem.into())
}
