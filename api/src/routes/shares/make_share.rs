//! `POST /v1/shares`

use actix_web::post;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::rules::FaultCode;
use domain::rules::share::{LastDayFault, ShareItem, judge_last_day};
use persistence::shares::{self, NewShare};
use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

use super::share_view::ShareView;
use crate::auth::Driver;
use crate::http::language::Text;
use crate::http::problem::{Fault, ProblemDocument};
use crate::http::{Body, Code, InLanguage, Problem, Reply};
use crate::hub::Hub;
use crate::routes::passkeys::register::name;

/// What a driver wishes to show to an employer, and until when.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewShare, example = json!({
    "name": "Transports Lemoine", "items": ["qualification", "card"], "valid_until": "2026-12-06"
}))]
pub struct NewShareBody {
    /// Name by which the driver will tell the share from others, such as the employer's. Nobody else sees it.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// What is shown: one thing at least, none of them twice.
    #[schema(min_items = 1, max_items = 3)]
    items: Vec<ShareItem>,
    /// Last day on which it is shown, until midnight in Paris: today at the earliest, in thirty days at the latest.
    valid_until: NaiveDate,
}

/// Show my qualification to an employer
///
/// Whoever has the link or the code, which are told now and never again, sees what is chosen here, as it is when they
/// look, with the driver's names and their year of birth: nothing else. Make one for each employer: the driver then
/// sees who looked (`GET /v1/shares/{id}/looks`), and ends each by itself. There are ten active ones at the most. Not
/// to be repeated by an `Idempotency-Key`: an answer that was lost is lost, and the share it told of is ended.
#[utoipa::path(
    tag = "shares",
    operation_id = "makeShare",
    request_body = NewShareBody,
    security(("driver" = [])),
    responses(
        (status = 201, body = ShareView, description = "The share that was made, with its link (`url`) and its `code`."),
        (status = 409, body = ProblemDocument, content_type = "application/problem+json", description = "Ten shares are active (`too_many_shares`).")
    )
)]
#[post("/v1/shares")]
pub async fn make_share(
    driver: Driver,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    Body(body): Body<NewShareBody>,
) -> Result<Reply, Problem> {
    let Driver { id, author } = driver;
    let new = NewShare {
        name: body.name.as_deref().map(name).transpose()?,
        valid_until: body.valid_until,
        items: items(body.items)?,
    };
    let written = hub.write(author, move |tx| {
        let today = tx.today();
        judge_last_day(new.valid_until, today).map_err(not_that_day)?;
        Ok((shares::make(tx, id, &new)?, today))
    });
    let (made, today) = written.await?;
    let made = made.ok_or_else(|| Problem::new(Code::TooManyShares))?;
    let (location, version) = (format!("/v1/shares/{}", made.share.id), made.share.version());
    let view = ShareView::made(made, hub.settings.public_base(), today, language);
    Ok(Reply::created(location, &view).version(version).never_stored())
}

/// One at least, and each once.
fn items(wished: Vec<ShareItem>) -> Result<Vec<ShareItem>, Problem> {
    if wished.is_empty() {
        return Err(Problem::at("/items", FaultCode::Missing));
    }
    let is_repeated = |index: usize| wished[..index].contains(&wished[index]);
    let repeated: Vec<_> = (0..wished.len())
        .filter(|index| is_repeated(*index))
        .map(|index| Fault::at(format!("/items/{index}"), FaultCode::Repeated))
        .collect();
    if repeated.is_empty() {
        Ok(wished)
    } else {
        Err(Problem::invalid(repeated))
    }
}

fn not_that_day(fault: LastDayFault) -> Problem {
    let place = "/valid_until";
    match fault {
        LastDayFault::InPast => Problem::at(place, FaultCode::InPast),
        LastDayFault::TooLate => {
            let most = Text::new(
                "Un partage dure trente jours au plus.",
                "A share lasts thirty days at the most.",
            );
            Problem::invalid([Fault::at(place, FaultCode::TooLate).saying(most)])
        }
    }
}
