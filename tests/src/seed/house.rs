//! Who was there before the drivers: a training centre, and an agent.

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, Version};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::access::StaffRole;
use domain::ids::{CentreId, StaffId};
use domain::people::Language;
use persistence::dialect::{AnyId, At, Connection};
use persistence::schema::{accreditations, staff, training_centres};

use super::chance::Ids;
use super::people::{DOMAIN, PASSWORD};

/// The number by which the centre is found again.
const ACCREDITATION: &str = "CROWD-1";

/// The centre that trained everybody, the agent who decided everything, and the hash of everybody's password.
#[derive(Debug)]
pub(super) struct House {
    pub(super) centre: CentreId,
    pub(super) agent: StaffId,
    pub(super) password_hash: String,
}

impl House {
    /// Looks for it, or builds it.
    pub(super) fn found(connection: &mut Connection, now: DateTime<Utc>) -> Self {
        let (centre, agent) =
            known(connection).unwrap_or_else(|| build(connection, now).expect("a centre and an agent"));
        Self {
            centre,
            agent,
            password_hash: cheap_hash(),
        }
    }
}

/// As cheap as Argon2 allows: the hub checks a hash with the parameters it was made with, so that hundreds can sign in
/// within a second.
fn cheap_hash() -> String {
    let params = Params::new(Params::MIN_M_COST, 1, 1, None).expect("parameters");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password(PASSWORD.as_bytes()).expect("a hash").to_string()
}

fn known(connection: &mut Connection) -> Option<(CentreId, StaffId)> {
    let centre = training_centres::table
        .filter(training_centres::accreditation_number.eq(ACCREDITATION))
        .select(training_centres::id);
    let agent = staff::table.filter(staff::email.eq(email())).select(staff::id);
    let centre = centre.first(connection).optional().expect("training centres")?;
    Some((centre, agent.first(connection).expect("the agent")))
}

fn email() -> String {
    format!("agent@{DOMAIN}")
}

fn build(connection: &mut Connection, now: DateTime<Utc>) -> QueryResult<(CentreId, StaffId)> {
    let mut ids = Ids::default();
    let (centre, agent) = (ids.next::<CentreId>(now), ids.next::<StaffId>(now));
    diesel::insert_into(training_centres::table)
        .values((
            training_centres::id.eq(centre),
            training_centres::version.eq(1),
            training_centres::name.eq("Centre de la Foule"),
            training_centres::accreditation_number.eq(ACCREDITATION),
            training_centres::active.eq(true),
            training_centres::created_at.eq(At(now)),
            training_centres::updated_at.eq(At(now)),
        ))
        .execute(connection)?;
    diesel::insert_into(accreditations::table)
        .values((
            accreditations::id.eq(ids.next::<AnyId>(now)),
            accreditations::centre_id.eq(centre),
            accreditations::valid_from.eq(NaiveDate::from_ymd_opt(2010, 1, 1).unwrap_or_default()),
        ))
        .execute(connection)?;
    diesel::insert_into(staff::table)
        .values((
            staff::id.eq(agent),
            staff::version.eq(1),
            staff::email.eq(email()),
            staff::name.eq("Agnès Foule"),
            staff::role.eq(StaffRole::Agent),
            staff::language.eq(Language::French),
            staff::active.eq(true),
            staff::created_at.eq(At(now)),
            staff::updated_at.eq(At(now)),
        ))
        .execute(connection)?;
    Ok((centre, agent))
}
