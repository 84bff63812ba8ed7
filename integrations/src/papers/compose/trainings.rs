//! Papers about trainings: the recap of each, the certificate that one earns.

use domain::attestation::Stage;
use domain::ids::{AttestationId, CertificateId};
use domain::rules::retention::{self, AuditMonths, Until};
use domain::time::legal_date;
use domain::words::Word as _;
use persistence::attestations::{self, AttestationRecord};
use persistence::certificates::{self, CertificateRecord};
use persistence::papers::PaperRecord;
use persistence::{Db, Error, Result, centres};

use super::{Composed, Issuer, Reader};
use crate::papers::{Centre, Certificate, Paper, Recap};
use crate::statements::{self, Signer, Statement};

/// A certificate that still stands.
pub(super) fn certificate(
    db: &mut Db<'_>,
    issuer: &Issuer,
    paper: &PaperRecord,
    reader: &Reader,
) -> Result<Option<Composed>> {
    let record = certificates::of_account(db, paper.account_id, CertificateId(paper.subject_id.0))?;
    if record.revoked_at.is_some() {
        return Ok(None);
    }
    let attestation = attestations::find(db, record.attestation_id)?;
    let centre = Centre {
        // As it was called when the certificate was issued.
        name: record.centre_name.clone(),
        accreditation_number: centres::find(db, attestation.centre_id)?.number().to_owned(),
    };
    let signer = issuer.signer.borrow().clone();
    let statement = statement(&signer, &record);
    let proof = signer
        .sign(&statement)
        .map_err(|error| Error::Corrupt(format!("a statement cannot be signed: {error}")))?;
    let which = format!("{}-{}", record.sector.name(), record.valid_until);
    let certificate = Certificate {
        language: reader.language,
        specimen: issuer.specimen,
        sender: issuer.sender.clone(),
        birth_date: record.born(),
        issued_on: legal_date(*record.issued_at),
        sector: record.sector,
        sectors: record.named_sectors(),
        training_type: record.training_type,
        ended_on: record.training_ended_on,
        centre,
        period: record.period(),
        verification_url: statement.verification_url(),
        statement: proof,
        code: record.code,
        addressee: reader.named(record.surname, record.first_names),
    };
    Ok(Some(Composed {
        paper: Paper::Certificate(certificate),
        which,
        signed_with: Some(signer.kid().to_owned()),
    }))
}

fn statement(signer: &Signer, record: &CertificateRecord) -> Statement {
    Statement {
        iss: signer.issuer().to_owned(),
        kind: statements::CERTIFICATE.to_owned(),
        code: record.code.clone(),
        surname: record.surname.clone(),
        first_names: record.first_names.clone(),
        birth_date: record.born(),
        sectors: record.named_sectors(),
        valid_from: record.valid_from,
        valid_until: record.valid_until,
    }
}

/// The recap of an attestation that still stands.
pub(super) fn recap(
    db: &mut Db<'_>,
    issuer: &Issuer,
    paper: &PaperRecord,
    reader: &Reader,
) -> Result<Option<Composed>> {
    let record = attestations::find(db, AttestationId(paper.subject_id.0))?;
    if record.stage != Stage::Matched {
        return Ok(None);
    }
    let centre = centres::find(db, record.centre_id)?;
    let centre = Centre {
        accreditation_number: centre.number().to_owned(),
        name: centre.name,
    };
    let which = record.ended_on.to_string();
    Ok(Some(Composed::plain(
        Paper::Recap(recap_of(issuer, record, centre, reader)),
        which,
    )))
}

fn recap_of(issuer: &Issuer, record: AttestationRecord, centre: Centre, reader: &Reader) -> Recap {
    let kept = retention::kept_until(
        retention::recap_of(record.training_type),
        record.delivered_on,
        AuditMonths::default(),
    );
    Recap {
        language: reader.language,
        specimen: issuer.specimen,
        sender: issuer.sender.clone(),
        birth_date: record.born(),
        hours: record.stated_hours().and_then(|hours| u32::try_from(hours).ok()),
        licence_country: record.licence_country,
        licence_number: record.licence_number,
        reference: record.external_reference,
        training_type: record.training_type,
        sector: record.sector,
        started_on: record.started_on,
        ended_on: record.ended_on,
        delivered_on: record.delivered_on,
        place: record.place,
        centre,
        recorded_on: legal_date(*record.created_at),
        available_until: match kept {
            Until::Through(last) => Some(last),
            Until::AtOnce | Until::Unlimited => None,
        },
        addressee: reader.named(record.surname, record.first_names),
    }
}
