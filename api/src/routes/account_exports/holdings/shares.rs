//! What the driver showed to employers, and when somebody looked.

use domain::ids::ShareId;
use domain::time::legal_date;
use integrations::exports::{Cursor, Page, Subject};
use persistence::exports::held;
use persistence::{Db, Result};
use serde::Serialize;

use super::{AT_ONCE, Holdings, page};
use crate::routes::shares::look_view::LookView;
use crate::routes::shares::share_view::ShareView;

pub(super) fn shares(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = held::shares(db, subject.account_id, after, AT_ONCE)?;
    let last = rows.last().map(|share| share.id.into());
    let today = legal_date(subject.at);
    let views = rows
        .into_iter()
        .map(|share| ShareView::of(share, today, subject.language));
    page(views.collect(), last)
}

/// A look, and at what.
#[derive(Serialize)]
struct Look {
    share_id: ShareId,
    #[serde(flatten)]
    look: LookView,
}

pub(super) fn looks(_: &Holdings, db: &mut Db<'_>, subject: &Subject, cursor: Option<Cursor>) -> Result<Page> {
    let after = cursor.map(|(id, _)| id.into());
    let rows = held::share_looks(db, subject.account_id, after, AT_ONCE)?;
    let last = rows.last().map(|look| look.id.into());
    let views = rows.into_iter().map(|look| Look {
        share_id: look.share_id,
        look: look.into(),
    });
    page(views.collect(), last)
}
