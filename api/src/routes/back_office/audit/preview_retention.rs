//! `GET /v1/back-office/retention-preview`

use actix_web::get;
use actix_web::web::Data;
use chrono::NaiveDate;
use domain::labels::Label;
use domain::rules::retention::Retained;
use persistence::retention;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

use crate::auth::Agent;
use crate::http::{InLanguage, Problem, QueryOf, Reply};
use crate::hub::Hub;

/// How many of each kind are named.
const NAMED: usize = 100;

/// For which day.
#[derive(Debug, Clone, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PreviewDay {
    /// The day on which things would be erased; today when left out.
    #[param(nullable = false, example = "2027-03-01")]
    pub due_on: Option<NaiveDate>,
}

/// What the rules of retention would erase on one day.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"due_on": "2027-03-01", "kinds": [{
    "kind": "case_documents", "kind_label": "Autres pièces d’une demande décidée", "before": "2026-12-01",
    "ids": ["01993d2e-6a3c-7c11-9d5b-3f2a1b0c9d8e"], "and_more": false
}]}))]
pub struct RetentionPreview {
    /// The day on which it would be erased, in Paris.
    due_on: NaiveDate,
    /// What would be erased, by kind, in the order in which it goes.
    kinds: Vec<ExpendableKind>,
}

/// What would be erased of one kind of thing.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExpendableKind {
    /// The kind of thing that would be erased.
    kind: Retained,
    /// Label of `kind`, in the language of the request, to show to people.
    kind_label: &'static str,
    /// Everything of this kind that dates from before this day goes.
    before: NaiveDate,
    /// Identifiers of what would be erased: the first hundred, oldest first.
    ids: Vec<Uuid>,
    /// Whether there are more of this kind than `ids` names.
    and_more: bool,
}

/// What would be erased
///
/// Found anew each time from the rules of retention; nothing is erased by looking.
#[utoipa::path(
    tag = "back-office",
    operation_id = "previewRetention",
    params(PreviewDay),
    security(("back_office" = ["agent"])),
    responses((status = 200, body = RetentionPreview, description = "What would be erased on that day, by kind."))
)]
#[get("/v1/back-office/retention-preview")]
pub async fn preview_retention(
    _: Agent,
    hub: Data<Hub>,
    InLanguage(language): InLanguage,
    QueryOf(day): QueryOf<PreviewDay>,
) -> Result<Reply, Problem> {
    let audit = hub.store.policy().audit_trail;
    let (due_on, found) = hub
        .read(move |db| {
            let due_on = day.due_on.unwrap_or(db.today());
            let most = i64::try_from(NAMED + 1).unwrap_or(i64::MAX);
            Ok((due_on, retention::expendable(db, due_on, audit, most)?))
        })
        .await?;
    let kinds = found.into_iter().map(|mut one| {
        let and_more = one.ids.len() > NAMED;
        one.ids.truncate(NAMED);
        ExpendableKind {
            kind: one.what,
            kind_label: one.what.label(language),
            before: one.before,
            ids: one.ids,
            and_more,
        }
    });
    Ok(Reply::ok(&RetentionPreview {
        due_on,
        kinds: kinds.collect(),
    }))
}
