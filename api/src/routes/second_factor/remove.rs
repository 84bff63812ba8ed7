//! `POST /v1/second-factor/removal`

use actix_web::post;
use actix_web::web::Data;
use persistence::second_factors::{self, Check};

use super::confirm::ShownCode;
use super::lock;
use crate::auth::Member;
use crate::http::{Body, InputFault, Problem, Reply};
use crate::hub::Hub;

/// Remove a second factor
///
/// By a code of it, or a recovery code: to set up another authenticator. Whoever has lost both asks a supervisor
/// (`DELETE /v1/back-office/staff/{id}/second-factor`).
#[utoipa::path(
    tag = "sign-in",
    operation_id = "removeSecondFactor",
    extensions(("x-rate-limit" = json!("sign-in"))),
    security(("back_office" = [])),
    request_body = ShownCode,
    responses((status = 204, description = "No code is asked for any more, and no recovery code works."))
)]
#[post("/v1/second-factor/removal")]
pub async fn remove_second_factor(me: Member, hub: Data<Hub>, Body(body): Body<ShownCode>) -> Result<Reply, Problem> {
    let seal = hub.auth.seal();
    let removed = hub.write(me.author.clone(), move |tx| {
        lock(tx, &me)?;
        let is_theirs = second_factors::check(tx, &seal, me.id, Some(&body.code))? == Check::Passed;
        if is_theirs {
            second_factors::remove(tx, me.id)?;
        }
        Ok(is_theirs)
    });
    if removed.await? {
        Ok(Reply::no_content().never_stored())
    } else {
        Err(Problem::at("/code", InputFault::Invalid))
    }
}
