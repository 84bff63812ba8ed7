//! What is decided about a case.

use actix_web::HttpResponse;
use actix_web::web::Data;
use domain::case::{Action, Corrections, ItemTarget};
use domain::ids::{CaseId, StaffId};
use domain::rules::reference;
use persistence::cases::{self, CaseRecord, NewItem};
use persistence::{Error, Tx, cards};

use super::{corrections, page};
use crate::auth::Visitor;
use crate::http::input::Form;
use crate::http::{InLanguage, InputFault, PathOf, Problem};
use crate::hub::{Abort, Hub};
use crate::routes::back_office::cases::assign_case::{Assignment, require_active};
use crate::routes::back_office::cases::lock_seen;
use crate::routes::pages::sandbox::own_form::OwnForm;
use crate::routes::pages::sandbox::{items, players, refused, seen_again, submitted};

/// The field for the number on a card.
pub(super) const CARD: &str = "card_number";
/// The field for who is to have the case.
pub(super) const ASSIGNEE: &str = "agent_id";

/// What somebody decides.
pub(in super::super) async fn decide(
    hub: Data<Hub>,
    _: OwnForm,
    visitor: Visitor,
    InLanguage(language): InLanguage,
    PathOf(id): PathOf<CaseId>,
    sent: Form,
) -> HttpResponse {
    match decided(&hub, &visitor, id, &sent).await {
        Ok(()) => seen_again(format!("/sandbox/desk/cases/{id}")),
        Err(problem) => refused(&problem, page(&hub, &visitor, id, language).await, &sent, language),
    }
}

async fn decided(hub: &Hub, visitor: &Visitor, id: CaseId, sent: &Form) -> Result<(), Problem> {
    let (asked, seen) = (Decision::read(sent)?, submitted::seen(sent));
    let author = players::author(hub, visitor, submitted::role(sent)?).await?;
    let decided = hub.write(author, move |tx| {
        let record = lock_seen(tx, id, &seen)?;
        asked.act(tx, &record)?;
        Ok(())
    });
    decided.await.map_err(|problem| corrections::at_fields(problem, sent))
}

enum Decision {
    Take,
    Reassign(StaffId),
    Plain(Action),
    Reject(String),
    Complete(Vec<NewItem>),
    Received(String),
    Issuer(Corrections),
    Driver(Vec<NewItem>),
}

impl Decision {
    fn read(sent: &Form) -> Result<Self, Problem> {
        let action = submitted::action(sent)?;
        match action {
            Action::Take => Ok(Self::Take),
            Action::Reassign => {
                let assignment: Assignment = submitted::body(sent, &[ASSIGNEE])?;
                let named = assignment.agent_id.map(Self::Reassign);
                named.ok_or_else(|| Problem::at(format!("/{ASSIGNEE}"), InputFault::Missing))
            }
            Action::Approve | Action::Release => Ok(Self::Plain(action)),
            Action::Reject => submitted::reason(sent).map(Self::Reject),
            Action::RequestInformation => items::asked(sent, ItemTarget::is_of_case).map(Self::Complete),
            Action::ReceiveCard => reference::parse_card_number(submitted::value(sent, CARD))
                .map(Self::Received)
                .map_err(|_| Problem::at(format!("/{CARD}"), InputFault::Malformed)),
            Action::AttributeToIssuer => corrections::typed(sent).map(Self::Issuer),
            Action::AttributeToDriver => items::asked(sent, ItemTarget::is_of_correction).map(Self::Driver),
            _ => Err(Problem::at("/action", InputFault::Invalid)),
        }
    }

    /// Does it to a locked case, by what the JSON routes call.
    fn act(&self, tx: &mut Tx<'_>, record: &CaseRecord) -> Result<CaseRecord, Abort> {
        let nothing = cases::CaseInput::default();
        let decided = match self {
            Self::Take => cases::assign(tx, record, None),
            Self::Reassign(named) => {
                require_active(tx, *named)?;
                cases::assign(tx, record, Some(*named))
            }
            Self::Plain(action) => cases::act(tx, record, *action, &nothing),
            Self::Reject(reason) => {
                let reason = Some(reason.as_str());
                cases::act(tx, record, Action::Reject, &cases::CaseInput { reason, ..nothing })
            }
            Self::Complete(items) => {
                let asked = cases::CaseInput { items, ..nothing };
                cases::act(tx, record, Action::RequestInformation, &asked)
            }
            Self::Received(number) => cases::receive_card(tx, record, number),
            Self::Issuer(typed) => {
                let card = cards::find(tx, record.subject_card_id.ok_or(Error::NotFound)?)?;
                let corrections = typed.clone().beyond(&card.holder.0, &card.sectors.0);
                cases::attribute_to_issuer(tx, record, &corrections)
            }
            Self::Driver(items) => cases::attribute_to_driver(tx, record, items),
        };
        Ok(decided?)
    }
}
