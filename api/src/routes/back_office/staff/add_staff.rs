//! `POST /v1/back-office/staff`

use actix_web::post;
use actix_web::web::Data;
use domain::access::StaffRole;
use domain::people::Language;
use domain::rules::contact;
use persistence::staff::{self, NewStaff, StaffRecord};
use persistence::{Tx, accounts};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::staff_view::{StaffView, check_name};
use crate::auth::Supervisor;
use crate::http::{Body, Code, Problem, Reply};
use crate::hub::{Abort, Hub, Idempotency, IdempotencyKeyParameter};

/// A member of staff to add.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "sam.durand@example.org", "name": "Sam Durand", "role": "agent", "language": "fr"}))]
pub struct StaffBody {
    /// The email address with which they will sign in.
    email: String,
    /// Name of the member of staff, as colleagues know it.
    name: String,
    /// Role of the member of staff: what they may do.
    role: StaffRole,
    /// The language in which to write to them; French when left out.
    language: Option<Language>,
}

/// Add a member of staff
///
/// They get a link to choose a password. Refused where the email belongs to somebody else, driver or staff.
#[utoipa::path(
    tag = "back-office",
    operation_id = "addStaff",
    params(IdempotencyKeyParameter),
    request_body = StaffBody,
    security(("back_office" = ["supervisor"])),
    responses((status = 201, body = StaffView, description = "The member of staff, as they were added."))
)]
#[post("/v1/back-office/staff")]
pub async fn add_staff(
    me: Supervisor,
    hub: Data<Hub>,
    once: Idempotency,
    Body(body): Body<StaffBody>,
) -> Result<Reply, Problem> {
    let new = body.check()?;
    hub.write_once(&once, me.author, move |tx| add(tx, &new)).await
}

fn add(tx: &mut Tx<'_>, new: &NewStaff) -> Result<Reply, Abort> {
    let record = enter(tx, new)?.ok_or_else(|| Problem::new(Code::EmailInUse))?;
    let (id, version) = (record.id, record.version);
    Ok(Reply::created(format!("/v1/back-office/staff/{id}"), &StaffView::from(record)).version(version))
}

/// Adds somebody, unless the email belongs to somebody else, driver or staff.
pub(crate) fn enter(tx: &mut Tx<'_>, new: &NewStaff) -> persistence::Result<Option<StaffRecord>> {
    if accounts::by_email(tx, &new.email)?.is_some() {
        return Ok(None);
    }
    match staff::add(tx, new) {
        Err(error) if error.collides_on("staff_email_key", "staff.email") => Ok(None),
        added => added.map(Some),
    }
}

/// Somebody as they are kept, if they can be.
pub(crate) fn well_formed(email: &str, name: &str, role: StaffRole, language: Language) -> Result<NewStaff, Problem> {
    let email = contact::fold_email(email);
    if let Some(wrong) = contact::email(&email) {
        return Err(Problem::at("/email", wrong));
    }
    Ok(NewStaff {
        email,
        name: check_name(name)?,
        role,
        language,
    })
}

impl StaffBody {
    fn check(self) -> Result<NewStaff, Problem> {
        let language = self.language.unwrap_or(Language::French);
        well_formed(&self.email, &self.name, self.role, language)
    }
}
