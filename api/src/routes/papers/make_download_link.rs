//! `POST /v1/download-links`

use actix_web::post;
use actix_web::web::Data;
use chrono::{DateTime, Utc};
use domain::ids::ExportId;
use persistence::download_links::{self, Linked};
use persistence::{Db, exports};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::Validate;

use super::serving::{self, Disposition};
use super::wanted::Wanted;
use crate::auth::Driver;
use crate::http::input::{pairs, read_query};
use crate::http::language::Text;
use crate::http::problem::Fault;
use crate::http::{Body, InputFault, Problem, Reply};
use crate::hub::Hub;
use crate::routes::account_exports;

/// The document for which a link is asked.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"path": "/v1/certificates/0197a3a0-2222-7000-8000-000000000001/certificate.pdf?download=1"}))]
pub struct DownloadLinkRequest {
    /// The path of one of one's own documents, with `?download=1` where it is to be saved rather than looked at.
    #[validate(length(min = 1, max = 300))]
    pub path: String,
}

/// A link to a document that works for a minute, for whoever has it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "url": "https://hub.example.org/v1/downloads/wq3vXHq0m2cV9b1yJ0p5o4sK7r8tZ6aQ1nE3uD5fG7h", "expires_at": "2026-11-22T09:31:00Z"
}))]
pub struct DownloadLink {
    /// Address of the document, to be opened in a browser as it is: it needs no access token.
    pub url: String,
    /// When the link stops working: a minute after it was made.
    pub expires_at: DateTime<Utc>,
}

/// Make a link to one of my documents
///
/// For browsers, which send no token when they open a link in a new tab: the link works for a minute, for whoever has
/// it. The path is that of a recap, a certificate, the recapitulation of a case or its return coupon, an invoice, or the
/// archive of an export.
#[utoipa::path(
    tag = "downloads",
    operation_id = "makeDownloadLink",
    request_body = DownloadLinkRequest,
    security(("driver" = [])),
    responses(
        (status = 200, body = DownloadLink, description = "The link to the document, good for a minute."),
        (status = 404, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "There is no such document, or it is somebody else's (`not_found`)."),
        (status = 409, body = crate::http::problem::ProblemDocument, content_type = "application/problem+json", description = "The document is not to be had: the certificate was revoked (`certificate_revoked`), the case is not sent yet (`not_sent`), or it awaits no card, or the archive was erased (`not_possible_in_stage`).")
    )
)]
#[post("/v1/download-links")]
pub async fn make_download_link(
    driver: Driver,
    hub: Data<Hub>,
    Body(body): Body<DownloadLinkRequest>,
) -> Result<Reply, Problem> {
    let (wanted, to_save) = read(&body.path).ok_or_else(not_a_paper)?;
    let linked = match wanted {
        Destination::Paper(wanted) => {
            let require = move |db: &mut Db<'_>| wanted.require(db, driver.id);
            Linked::Paper(serving::find(&hub, driver.author.clone(), require).await?)
        }
        Destination::Export(id) => {
            let found = hub.read(move |db| {
                let export = exports::of_account(db, driver.id, id)?;
                let now = db.now();
                Ok(account_exports::serving::available(export, now)?)
            });
            Linked::Export(found.await?)
        }
    };
    let made = hub.write(driver.author, move |tx| Ok(download_links::make(tx, &linked, to_save)?));
    let (token, expires_at) = made.await?;
    let url = format!("{}/v1/downloads/{}", hub.settings.public_base(), token.text());
    Ok(Reply::ok(&DownloadLink { url, expires_at }).never_stored())
}

fn not_a_paper() -> Problem {
    let form = Text::new(
        "Écrivez le chemin d’un de vos documents, comme l’API le donne : /v1/certificates/…/certificate.pdf, avec ?download=1 pour l’enregistrer.",
        "Write the path of one of your papers, as the API gives it: /v1/certificates/…/certificate.pdf, with ?download=1 to save it.",
    );
    Problem::invalid([Fault::at("/path", InputFault::Invalid).saying(form)])
}

/// What a link can lead to.
enum Destination {
    Paper(Wanted),
    Export(ExportId),
}

impl Destination {
    fn at(path: &str) -> Option<Self> {
        let export = path
            .strip_prefix("/v1/account/exports/")
            .and_then(|rest| rest.strip_suffix("/content"));
        match export {
            Some(id) => id.parse().ok().map(Self::Export),
            None => Wanted::at(path).map(Self::Paper),
        }
    }
}

/// What a path leads to, and whether it is to be saved.
fn read(path: &str) -> Option<(Destination, bool)> {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let disposition: Disposition = read_query(&pairs(query).ok()?).ok()?;
    Some((Destination::at(path)?, disposition.to_save()))
}
