//! The back office's cases: the work list, the whole file, and the decisions.

pub mod approve_case;
pub mod assign_case;
pub mod attribute_fault;
mod case_line_view;
pub(crate) mod case_view;
pub mod get_case;
pub mod get_document_content;
pub mod list_cases;
pub mod put_previous_expiry;
mod reading;
pub mod receive_card;
pub mod record_return;
pub mod reject_case;
pub mod release_case;
pub mod request_information;

use domain::case::Action;
use domain::ids::CaseId;
use domain::people::Language;
use persistence::Tx;
use persistence::cases::{self, CaseInput, CaseRecord};

use crate::http::{IfMatch, Reply};
use crate::hub::Abort;
use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_cases::list_cases)
        .service(get_case::get_case)
        .service(get_document_content::get_document_content)
        .service(assign_case::assign_case)
        .service(release_case::release_case)
        .service(request_information::request_information)
        .service(put_previous_expiry::put_case_previous_expiry)
        .service(approve_case::approve_case)
        .service(reject_case::reject_case)
        .service(receive_card::receive_card)
        .service(attribute_fault::attribute_fault)
        .service(record_return::record_return);
}

/// A case that was sent, locked, if it still is what the caller saw.
pub(crate) fn lock_seen(tx: &mut Tx<'_>, id: CaseId, seen: &IfMatch) -> Result<CaseRecord, Abort> {
    let record = cases::lock_sent(tx, id)?;
    seen.require(record.version)?;
    Ok(record)
}

/// Does something to a case that still is what the caller saw; the whole file as it is then.
fn act(
    tx: &mut Tx<'_>,
    id: CaseId,
    seen: &IfMatch,
    action: Action,
    asked: &CaseInput<'_>,
    language: Language,
) -> Result<Reply, Abort> {
    let record = lock_seen(tx, id, seen)?;
    let record = cases::act(tx, &record, action, asked)?;
    answer(tx, record, language)
}

/// 200 with the whole file and its `ETag`, as the author of the transaction may see it.
fn answer(tx: &mut Tx<'_>, record: CaseRecord, language: Language) -> Result<Reply, Abort> {
    let actor = tx.author().actor.clone();
    case_view::CaseFileView::read(tx, record, &actor, language).map(case_view::CaseFileView::answer)
}
