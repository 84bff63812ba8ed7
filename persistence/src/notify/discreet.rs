//! Mails that anybody can bring about who names an email. The answer must not tell whether somebody has it, and nor
//! must the time that it takes: nobody is written to as everybody is, and the message finds no reader when it is sent.

use domain::ids::{AccountId, CentreId, StaffId};
use domain::lifecycle::Subject;
use domain::link::LinkPurpose;
use domain::notification::NotificationKind;
use domain::time::legal_date;
use domain::timer::TimerAction;
use uuid::Uuid;

use super::{About, Notification, Recipient};
use crate::error::Result;
use crate::outbox;
use crate::store::Tx;
use crate::timers;

/// Mails one of these, and does nothing else: neither a phone nor the home page of a driver's space is for strangers to
/// fill.
pub fn mail(
    tx: &mut Tx<'_>,
    kind: NotificationKind,
    link: Option<LinkPurpose>,
    recipient: Option<Recipient>,
) -> Result<()> {
    let recipient = recipient.unwrap_or_else(|| Recipient::Driver(AccountId(tx.id())));
    let (key, account_id): (Uuid, _) = match recipient {
        Recipient::Driver(id) => (id.into(), Some(id)),
        Recipient::Staff(StaffId(id)) | Recipient::Centre(CentreId(id)) => (id, None),
    };
    let lapses_at = timers::due_at(tx, Subject::Account, key, TimerAction::Lapse)?;
    let about = About {
        link,
        by: lapses_at.filter(|_| kind.names_last_day()).map(legal_date),
        ..About::default()
    };
    let message = Notification {
        notification: kind,
        recipient,
        about,
        farewell: None,
    };
    outbox::enqueue(tx, outbox::Kind::Email, Some(key), account_id, &message)
}
