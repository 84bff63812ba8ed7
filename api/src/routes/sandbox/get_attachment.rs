//! `GET /v1/sandbox/messages/{id}/attachments/{name}`

use actix_web::get;
use actix_web::web::Data;
use persistence::{Error, mailbox};
use uuid::Uuid;

use crate::http::output::Binary;
use crate::http::{PathOf, Problem, Reply};
use crate::hub::Hub;

/// A file that came with a message
///
/// The bytes of the file, as they would have been attached.
#[utoipa::path(
    tag = "sandbox",
    operation_id = "getSandboxAttachment",
    params(
        ("id" = Uuid, Path, description = "Identifier (`id`) of the message."),
        ("name" = String, Path, description = "Name of the file, as the message lists it.")
    ),
    responses((status = 200, description = "The bytes of the file, as they would have been attached.", content((Binary = "application/pdf"))))
)]
#[get("/v1/sandbox/messages/{id}/attachments/{name}")]
pub async fn get_attachment(hub: Data<Hub>, PathOf((id, name)): PathOf<(Uuid, String)>) -> Result<Reply, Problem> {
    let attachment = hub
        .read(move |db| {
            let attachments = mailbox::find(db, id)?.attachments.0;
            let named = attachments.into_iter().find(|attachment| attachment.name == name);
            Ok(named.ok_or(Error::NotFound)?)
        })
        .await?;
    let bytes = hub.files.bytes(attachment.key).await?;
    Ok(Reply::bytes(&attachment.media_type, bytes).version(1).never_stored())
}
