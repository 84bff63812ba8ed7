//! `POST /v1/attestation-batches`

use std::collections::HashSet;

use actix_web::http::StatusCode;
use actix_web::post;
use actix_web::web::Data;
use domain::rules::attested::Attested;
use persistence::{Tx, attestations};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::attestation_view::{Attestation, AttestationBody};
use super::post_attestation::Poster;
use crate::auth::Centre;
use crate::http::problem::{ProblemDocument, RequestContext};
use crate::http::{InLanguage, Items, Problem, Reply};
use crate::hub::{Abort, Hub, Idempotency, IdempotencyKeyParameter};

/// Attestations of a transaction: enough that few wait for the disk, and no more, since everybody else's writes wait
/// behind them.
const AT_ONCE: usize = 20;

/// What became of each attestation of a batch.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "results": [
        {
            "index": 0, "external_reference": "ABSKILL-LYON-2026-004217", "status": 201,
            "attestation": {
                "id": "01993d1f-5b6a-7a02-9c0d-0a1b2c3d4e5f", "version": 1, "status": "matched",
                "external_reference": "ABSKILL-LYON-2026-004217", "type": "fco", "sector": "goods", "hours": 35,
                "started_on": "2026-11-16", "ended_on": "2026-11-20", "delivered_on": "2026-11-20", "place": "Lyon",
                "driver": {
                    "surname": "MARTIN", "first_names": "Camille", "birth_date": "1988-04-17",
                    "licence": {"country": "FR", "number": "13AA00002"}
                },
                "created_at": "2026-11-22T09:00:00Z", "updated_at": "2026-11-22T09:00:00Z"
            }
        },
        {
            "index": 1, "external_reference": "ABSKILL-LYON-2026-004218", "status": 422, "code": "invalid",
            "problem": {
                "type": "https://hub.example.org/problems/invalid", "title": "Données invalides", "status": 422,
                "code": "invalid",
                "errors": [{
                    "pointer": "/hours", "code": "below_minimum",
                    "message": "Cette durée est inférieure au minimum prévu pour ce type de formation."
                }]
            }
        }
    ],
    "created": 1, "unchanged": 0, "refused": 1
}))]
pub struct BatchResults {
    /// One result for each attestation, in the order in which they were sent.
    results: Vec<BatchResult>,
    /// Number of attestations that were recorded now.
    created: usize,
    /// Number of attestations that were posted before, with the same content.
    unchanged: usize,
    /// Number of attestations that were refused.
    refused: usize,
}

/// What became of one attestation of a batch: what posting it alone would have answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "index": 0, "external_reference": "ABSKILL-LYON-2026-004217", "status": 422, "code": "invalid",
    "problem": {
        "type": "https://hub.example.org/problems/invalid", "title": "Données invalides", "status": 422, "code": "invalid",
        "errors": [{"pointer": "/hours", "code": "below_minimum", "message": "Cette durée est inférieure au minimum."}]
    }
}))]
pub struct BatchResult {
    /// Place of the attestation in the batch, counted from 0.
    index: usize,
    /// The centre's own reference for the attestation. Left out where it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_reference: Option<String>,
    /// HTTP status of this attestation: 201 for a new one, 200 for one posted before, otherwise that of the problem.
    status: u16,
    /// The attestation as it was recorded. Left out where it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    attestation: Option<Attestation>,
    /// Code of the problem, for an attestation that was refused. Left out for the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// Why the attestation was refused; pointers are within it. Told of the first refused ones only, within 16 KiB in
    /// all: of those behind them, `status` and `code` are told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<ProblemDocument>)]
    problem: Option<Box<RawValue>>,
}

/// The bytes that the problems of one answer may take: without a bound a body of commas makes an answer a hundred times
/// as large.
const MOST_BYTES_OF_PROBLEMS: usize = 16 * 1024;

/// Post many attestations
///
/// Up to 1,000, as a JSON array or as newline-delimited JSON (`application/x-ndjson`). Each is posted by itself: a bad
/// one spoils no other. What was refused can be corrected and sent again, alone or with all the rest.
#[utoipa::path(
    tag = "attestations",
    operation_id = "postAttestationBatch",
    params(IdempotencyKeyParameter),
    request_body(content(        (Vec<AttestationBody> = "application/json", example = json!([{
            "external_reference": "ABSKILL-LYON-2026-004217", "type": "fco", "sector": "goods", "hours": 35,
            "started_on": "2026-11-16", "ended_on": "2026-11-20", "delivered_on": "2026-11-20", "place": "Lyon",
            "driver": {
                "surname": "MARTIN", "first_names": "Camille", "birth_date": "1988-04-17",
                "licence": {"country": "FR", "number": "13AA00002"}
            }
        }])),
        (String = "application/x-ndjson")
    )),
    security(("machine" = ["attestations"])),
    responses((status = 200, body = BatchResults, description = "What became of each attestation, in the order in which they were sent."))
)]
#[post("/v1/attestation-batches")]
pub async fn post_attestation_batch(
    centre: Centre,
    hub: Data<Hub>,
    idempotency: Idempotency,
    InLanguage(language): InLanguage,
    Items(items): Items<AttestationBody>,
) -> Result<Reply, Problem> {
    if let Some(answer) = hub.answered(&idempotency, &centre.author).await? {
        return Ok(answer);
    }
    let mut results = Vec::with_capacity(items.len());
    let mut posting = Vec::with_capacity(items.len());
    for (index, item) in items.into_iter().enumerate() {
        match item {
            Ok(new) => posting.push((index, Attested::from(new))),
            Err(problem) => results.push((index, None, Err(problem))),
        }
    }
    for group in in_groups(posting) {
        results.extend(post_all(&hub, &centre, group).await);
    }
    let context = RequestContext {
        language,
        public_url: hub.settings.public_base().to_owned(),
        ..RequestContext::default()
    };
    let answer = Reply::ok(&summary(results, &context));
    hub.write_once(&idempotency, centre.author, move |_| Ok(answer.clone()))
        .await
}

type Outcome = (usize, Option<String>, Result<(StatusCode, Attestation), Problem>);

/// What is posted together: of few years of birth, for whoever posts locks everybody's of a year, and others post for other
/// years meanwhile. Items whose reference stands in the batch before wait until the others are posted: which is first is no
/// chance.
fn in_groups(items: Vec<(usize, Attested)>) -> Vec<Vec<(usize, Attested)>> {
    let mut seen = HashSet::new();
    let (mut first, repeated): (Vec<_>, Vec<_>) = items
        .into_iter()
        .partition(|(_, attested)| seen.insert(attested.external_reference.clone()));
    first.sort_by_key(|(_, attested)| attested.birth_date.year());
    let groups = first.chunks(AT_ONCE).map(<[_]>::to_vec);
    groups.chain(repeated.into_iter().map(|item| vec![item])).collect()
}

/// Posts several in one transaction, each as a part of it: what is refused takes none of the others with it.
async fn post_all(hub: &Hub, centre: &Centre, group: Vec<(usize, Attested)>) -> Vec<Outcome> {
    let id = centre.id;
    let references: Vec<_> = group
        .iter()
        .map(|(index, attested)| (*index, Some(attested.external_reference.clone())))
        .collect();
    let write = move |tx: &mut Tx<'_>| {
        let held = attestations::hold(tx, group.iter().map(|(_, attested)| attested))?;
        let by = Poster::find(tx, id)?;
        let mut posted = Vec::with_capacity(group.len());
        for (_, attested) in &group {
            let post = |tx: &mut Tx<'_>| {
                by.judge(tx, attested)?;
                by.post(tx, &held, attested)
            };
            match tx.savepoint_or_abort(post) {
                Err(Abort::Store(error)) if error.is_passing() => return Err(error.into()),
                answer => posted.push(answer.map_err(Problem::from)),
            }
        }
        Ok(posted)
    };
    let posted = match hub.write(centre.author.clone(), write).await {
        Ok(posted) => posted,
        Err(problem) => references.iter().map(|_| Err(problem.clone())).collect(),
    };
    let outcomes = references.into_iter().zip(posted);
    outcomes
        .map(|((index, reference), posted)| (index, reference, posted))
        .collect()
}

fn summary(mut outcomes: Vec<Outcome>, context: &RequestContext) -> BatchResults {
    outcomes.sort_by_key(|(index, ..)| *index);
    let mut room = MOST_BYTES_OF_PROBLEMS;
    let results: Vec<_> = outcomes
        .into_iter()
        .map(|(index, external_reference, outcome)| match outcome {
            Ok((status, attestation)) => BatchResult {
                index,
                external_reference,
                status: status.as_u16(),
                attestation: Some(attestation),
                code: None,
                problem: None,
            },
            Err(problem) => BatchResult {
                index,
                external_reference,
                status: problem.code().status().as_u16(),
                attestation: None,
                code: Some(problem.code().name()),
                problem: explained(problem, context, &mut room),
            },
        })
        .collect();
    let count = |status: StatusCode| results.iter().filter(|result| result.status == status.as_u16()).count();
    let (created, unchanged) = (count(StatusCode::CREATED), count(StatusCode::OK));
    BatchResults {
        refused: results.len() - created - unchanged,
        created,
        unchanged,
        results,
    }
}

/// The problem as it is written, while there is room for such.
fn explained(problem: Problem, context: &RequestContext, room: &mut usize) -> Option<Box<RawValue>> {
    if *room == 0 {
        return None;
    }
    let text = problem.in_context(context.clone()).body();
    *room = room.saturating_sub(text.len());
    if *room == 0 {
        None
    } else {
        RawValue::from_string(text).ok()
    }
}
