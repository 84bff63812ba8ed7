//! Cases, with all that was asked in them.

use chrono::{DateTime, Utc};
use domain::ids::CaseId;
use integrations::exports::{Cursor, Page, Subject};
use persistence::cases::{self as kept, CaseItem, DriverFilter};
use persistence::exports::held;
use persistence::{Db, Result};
use serde::Serialize;

use super::{AT_ONCE, Holdings, list, page};
use crate::routes::cases::case_view::CaseView;
use crate::routes::items::ItemView;

/// A case, and what an agent answered about an earlier card.
#[derive(Serialize)]
struct ExaminedCase {
    #[serde(flatten)]
    case: CaseView,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_expires_on: Option<String>,
}

pub(super) fn cases(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = kept::of_driver(db, subject.account_id, DriverFilter::default(), after, AT_ONCE)?;
    let last = rows.last().map(|record| record.id.into());
    let views: Result<Vec<_>> = rows
        .into_iter()
        .map(|record| {
            let answered = record.previous_expiry()?;
            let whole = kept::whole(db, record)?;
            Ok(ExaminedCase {
                case: CaseView::of(whole, subject.language),
                previous_expires_on: answered.map(|answer| answer.to_string()),
            })
        })
        .collect();
    page(views?, last)
}

/// Something that the driver was asked to put right: in a case, or in their account.
#[derive(Serialize)]
struct AskedItem {
    #[serde(skip_serializing_if = "Option::is_none")]
    case_id: Option<CaseId>,
    #[serde(flatten)]
    item: ItemView,
    requested_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settled_at: Option<DateTime<Utc>>,
}

pub(super) fn information_requests(
    _: &Holdings,
    db: &mut Db<'_>,
    subject: &Subject,
    _: Option<Cursor>,
) -> Result<Page> {
    let mut items = held::account_items(db, subject.account_id)?;
    items.extend(held::case_items(db, subject.account_id)?);
    list(items.iter().map(|item: &CaseItem| AskedItem {
        case_id: item.case_id,
        item: ItemView::of(item.as_item(), subject.language),
        requested_at: *item.created_at,
        settled_at: item.settled_at.map(|at| *at),
    }))
}
