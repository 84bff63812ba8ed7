//! `POST /v1/attestations`

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::post;
use actix_web::web::Data;
use domain::ids::CentreId;
use domain::rules::accreditation::{Accreditation, CentreKind};
use domain::rules::attested::{self, Attested};
use persistence::attestations::{self, Held, Posted};
use persistence::{Tx, centres};

use super::attestation_view::{Attestation, AttestationBody};
use crate::auth::Centre;
use crate::http::{Code, JudgedBody, Problem, Reply};
use crate::hub::{Abort, Hub, Idempotency, IdempotencyKeyParameter};

/// Post an attestation
///
/// It is matched with its driver at once where their account is active, and waits otherwise. The same
/// `external_reference` with the same content again changes nothing.
#[utoipa::path(
    tag = "attestations",
    operation_id = "postAttestation",
    params(IdempotencyKeyParameter),
    request_body = AttestationBody,
    security(("machine" = ["attestations"])),
    responses(
        (status = 201, body = Attestation, description = "The attestation is recorded; `status` says whether its driver was found."),
        (
            status = 200, body = Attestation,
            description = "The attestation was posted before, with the same content: it is shown as it is now.",
            headers(("Location" = String, description = "Where the attestation can be read."))
        )
    )
)]
#[post("/v1/attestations")]
pub async fn post_attestation(
    centre: Centre,
    hub: Data<Hub>,
    idempotency: Idempotency,
    JudgedBody(new): JudgedBody<AttestationBody>,
) -> Result<Reply, Problem> {
    let attested = Attested::from(new);
    hub.write_once(&idempotency, centre.author, move |tx| {
        let poster = Poster::find(tx, centre.id)?;
        poster.judge(tx, &attested)?;
        let held = attestations::hold(tx, [&attested])?;
        let (status, attestation) = poster.post(tx, &held, &attested)?;
        let version = attestation.version;
        Ok(Reply::json(status, &attestation)
            .header(&LOCATION, attestation.location())
            .version(version))
    })
    .await
}

/// A centre that posts, and for what it may.
pub(super) struct Poster {
    id: CentreId,
    kind: CentreKind,
    accreditations: Vec<Accreditation>,
}

impl Poster {
    /// The centre as it is now.
    pub(super) fn find(tx: &mut Tx<'_>, id: CentreId) -> Result<Self, Abort> {
        let (kind, accreditations) = centres::standing(tx, id)?;
        Ok(Self {
            id,
            kind,
            accreditations,
        })
    }

    /// Says what is wrong with what the centre attests.
    pub(super) fn judge(&self, tx: &Tx<'_>, attested: &Attested) -> Result<(), Abort> {
        let faults = attested::check(attested, self.kind, &self.accreditations, tx.today());
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid(faults).into())
        }
    }

    /// Posts what was judged: 201 if it is new, 200 if it was posted before.
    pub(super) fn post(
        &self,
        tx: &mut Tx<'_>,
        held: &Held,
        attested: &Attested,
    ) -> Result<(StatusCode, Attestation), Abort> {
        match attestations::post(tx, held, self.id, attested)? {
            Posted::Created(record) => Ok((StatusCode::CREATED, record.into())),
            Posted::Same(record) => Ok((StatusCode::OK, record.into())),
            Posted::Other(id) => Err(Problem::new(Code::ReferenceTaken).member("attestation_id", id).into()),
        }
    }
}
