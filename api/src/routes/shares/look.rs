//! `GET /v1/shared/{token}`

use actix_web::get;
use actix_web::web::Data;
use persistence::shares::looks::{self, Told};
use persistence::shares::{self, Shown};
use serde::Deserialize;
use utoipa::IntoParams;

use super::proof_view::SharedProof;
use crate::auth::Visitor;
use crate::http::problem::ProblemDocument;
use crate::http::{Code, InLanguage, PathOf, Problem, Reply};
use crate::hub::Hub;

/// The way to what a driver shares.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ShareToken {
    /// The last part of the link, or the code, in any case, with or without its dashes.
    #[param(example = "7K3M9-P2QRS-TVWXY")]
    token: String,
}

impl ShareToken {
    /// The way, if it can be one.
    fn parse(&self) -> Result<Shown, Problem> {
        Shown::parse(&self.token).ok_or_else(|| Problem::new(Code::ShareNotValid))
    }

    /// Whether it leads to something. Nobody has looked at it then.
    pub(in crate::routes) async fn works(&self, hub: &Hub) -> Result<(), Problem> {
        let shown = self.parse()?;
        let found = hub.glance(move |db| Ok(shares::open(db, &shown)?));
        found.await.map(drop).map_err(not_valid)
    }

    /// What it leads to. Its driver knows of the look before anything is shown.
    pub(in crate::routes) async fn look(&self, hub: &Hub, visitor: Visitor) -> Result<Told, Problem> {
        let shown = self.parse()?;
        let told = hub.write(visitor.author, move |tx| Ok(looks::look(tx, &shown)?));
        told.await.map_err(not_valid)
    }
}

/// What is not found was ended, has expired, or never was. Nobody is told which.
fn not_valid(problem: Problem) -> Problem {
    if problem.code() == Code::NotFound {
        Problem::new(Code::ShareNotValid)
    } else {
        problem
    }
}

/// See what a driver shares
///
/// For employers: what the driver chose to show, as it is now. The driver sees when somebody looked, not who. Once the
/// driver has ended it, or its last day has passed, it is as if it never was. It is no proof of identity: compare the
/// names and the year with an identity document. People open the link itself, a page of the hub, or type the code in
/// at `/shared`.
#[utoipa::path(
    tag = "shares",
    operation_id = "readSharedProof",
    extensions(("x-rate-limit" = json!("verification"))),
    params(ShareToken),
    responses(
        (status = 200, body = SharedProof, description = "What the driver shows, as it is now."),
        (status = 404, body = ProblemDocument, content_type = "application/problem+json", description = "Nothing is shared by this link or code, or not any more (`share_not_valid`).")
    )
)]
#[get("/v1/shared/{token}")]
pub async fn read_shared(
    visitor: Visitor,
    hub: Data<Hub>,
    PathOf(token): PathOf<ShareToken>,
    InLanguage(language): InLanguage,
) -> Result<Reply, Problem> {
    let told = token.look(&hub, visitor).await?;
    Ok(Reply::ok(&SharedProof::of(told, language)).never_stored())
}
