//! What happened, and who did what: by their role. One thing of the driver's after the other, by its id, so that things
//! which come about meanwhile shift nothing.

use domain::lifecycle::Subject as Kind;
use integrations::exports::{Cursor, Page, Subject};
use persistence::audit::{self, AuditFilter};
use persistence::exports::held;
use persistence::{Db, Result};
use serde::Serialize;
use uuid::Uuid;

use super::{AT_ONCE, Holdings, is_full, list};
use crate::routes::back_office::audit::list_audit_events::AuditEvent;
use crate::routes::back_office::history_view::PassageView;

/// The way that one thing went.
#[derive(Serialize)]
struct History {
    subject: Kind,
    subject_id: Uuid,
    items: Vec<PassageView>,
}

pub(super) fn history(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let things = held::subjects(db, subject.account_id)?;
    let Some(thing) = things.into_iter().find(|thing| is_next(*thing, cursor)) else {
        return Ok(Page::default());
    };
    let passages = held::history(db, thing)?;
    let kind = passages.first().map(|(kind, _)| *kind);
    let history = kind.map(|kind| History {
        subject: kind,
        subject_id: thing,
        items: passages.into_iter().map(|(_, entry)| entry.into()).collect(),
    });
    Ok(Page {
        next: Some((thing, None)),
        ..list(history)?
    })
}

fn is_next(thing: Uuid, cursor: Option<Cursor>) -> bool {
    cursor.is_none_or(|(last, _)| thing > last)
}

/// Stands for what the driver did to what is none of theirs: after everything that is.
const ELSEWHERE: Uuid = Uuid::max();

pub(super) fn audit_events(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let driver = subject.account_id;
    let things = held::subjects(db, driver)?;
    // Where the page before was full, there may be more of the same thing.
    let (thing, before) = if let Some((thing, Some(before))) = cursor {
        (thing, Some(before))
    } else {
        let next = things.iter().copied().find(|thing| is_next(*thing, cursor));
        (next.unwrap_or(ELSEWHERE), None)
    };
    let is_elsewhere = thing == ELSEWHERE;
    let filter = AuditFilter {
        subject_id: (!is_elsewhere).then_some(thing),
        actor_id: is_elsewhere.then(|| driver.to_string()),
        ..AuditFilter::default()
    };
    let lines = audit::list(db, &filter, before, AT_ONCE)?;
    let last = lines.last().map(|line| line.id.0).filter(|_| is_full(lines.len()));
    let is_told_before =
        |line: &audit::AuditEvent| line.subject_id.is_some_and(|id| things.binary_search(&id.0).is_ok());
    let views = lines
        .into_iter()
        .filter(|line| !is_elsewhere || !is_told_before(line))
        .map(|line| AuditEvent::for_driver(line, driver));
    Ok(Page {
        next: (!is_elsewhere || last.is_some()).then_some((thing, last)),
        ..list(views)?
    })
}
