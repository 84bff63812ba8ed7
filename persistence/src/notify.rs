//! Telling people: an in-app notice at once, and a message in the outbox for every other way that the kind travels.
//!
//! A message holds ids only. What it says is looked up when it is sent; a one-time link is made then too, so that no
//! token ever waits in a table.

use chrono::NaiveDate;
use domain::account;
use domain::ids::{AccountId, CentreId, MessageId, NoticeId, PaperId, SessionId, StaffId, WebhookEndpointId};
use domain::lifecycle::Subject;
use domain::link::LinkPurpose;
use domain::notification::NotificationKind;
use domain::people::Language;
use domain::rules::phone::takes_text_messages;
use domain::time::legal_date;
use domain::timer::TimerAction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::each;
use crate::error::Result;
use crate::owner::Owner;
use crate::schema::{accounts, notices, profiles};
use crate::store::{Db, Tx};
use crate::{centres, outbox, staff, timers};

mod discreet;

pub use discreet::mail as mail_discreetly;

/// Who is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A driver.
    Driver(AccountId),
    /// A member of staff.
    Staff(StaffId),
    /// A training centre, where it can be written to.
    Centre(CentreId),
}

/// What a message is about: the subject whose data it shows, and the link it carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The subject's kind and id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subject: Option<(Subject, Uuid)>,
    /// A certificate it brings.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub certificate: Option<Uuid>,
    /// A payment of the case it is about.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub payment: Option<Uuid>,
    /// The paper that goes with it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub paper: Option<PaperId>,
    /// The one-time link it carries.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub link: Option<LinkPurpose>,
    /// The session it tells of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub session: Option<SessionId>,
    /// The endpoint it tells of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub endpoint: Option<WebhookEndpointId>,
    /// The last day it names, as it was when this was told: by the time it is sent, that day may have passed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<NaiveDate>,
}

impl About {
    /// About a case, a card, an attestation …
    pub fn subject(subject: Subject, id: impl Into<Uuid>) -> Self {
        Self {
            subject: Some((subject, id.into())),
            ..Self::default()
        }
    }

    /// About a certificate.
    pub fn certificate(id: impl Into<Uuid>) -> Self {
        Self {
            certificate: Some(id.into()),
            ..Self::default()
        }
    }

    /// About a payment of a case.
    pub fn payment(case: impl Into<Uuid>, payment: impl Into<Uuid>) -> Self {
        Self {
            payment: Some(payment.into()),
            ..Self::subject(Subject::Case, case)
        }
    }

    /// About a session.
    pub fn session(id: SessionId) -> Self {
        Self {
            session: Some(id),
            ..Self::default()
        }
    }

    /// The same, with a paper attached.
    #[must_use]
    pub fn with_paper(self, id: PaperId) -> Self {
        Self {
            paper: Some(id),
            ..self
        }
    }

    /// Carrying a one-time link.
    pub fn link(purpose: LinkPurpose) -> Self {
        Self {
            link: Some(purpose),
            ..Self::default()
        }
    }
}

/// A message that waits in the outbox, under the kinds `email` and `sms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// What it says.
    pub notification: NotificationKind,
    /// To whom.
    pub recipient: Recipient,
    /// About what.
    pub about: About,
    /// Where the recipient is known from nothing else any more: a last mail to somebody who is erased.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub farewell: Option<Farewell>,
}

/// What a last mail needs to know of its reader. It is forgotten as soon as the mail has gone out.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Farewell {
    /// Their email.
    pub email: String,
    /// The language they are written to in.
    pub language: Language,
    /// Their first names.
    pub first_names: String,
    /// Their surname.
    pub surname: String,
}

impl std::fmt::Debug for Farewell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Farewell").finish_non_exhaustive()
    }
}

/// Tells a driver, by every way that the kind travels and the driver can be reached: nobody where the person is erased.
pub fn tell(tx: &mut Tx<'_>, kind: NotificationKind, account_id: AccountId, about: About) -> Result<()> {
    let reach = accounts::table
        .inner_join(profiles::table)
        .filter(accounts::id.eq(account_id))
        .select((accounts::stage, profiles::phone))
        .first::<(account::Stage, Option<String>)>(tx.conn)
        .optional()?;
    let Some((stage, phone)) = reach else { return Ok(()) };
    let is_active = stage == account::Stage::Active;
    let is_texted = || phone.as_deref().is_some_and(takes_text_messages);
    let about = About {
        by: last_day(tx, kind, account_id, about)?,
        ..about
    };
    let message = Notification {
        notification: kind,
        recipient: Recipient::Driver(account_id),
        about,
        farewell: None,
    };
    let key = about.subject.map_or_else(|| account_id.into(), |(_, id)| id);
    outbox::enqueue(tx, outbox::Kind::Email, Some(key), Some(account_id), &message)?;
    if kind.by_sms() && tx.policy().texts && is_texted() {
        outbox::enqueue(tx, outbox::Kind::Sms, Some(key), Some(account_id), &message)?;
    }
    if kind.in_app() && is_active {
        keep_notice(tx, kind, account_id, about)?;
    }
    Ok(())
}

/// Writes to an address that is not, or may not be, the one by which a driver is known, in a mail that names nobody:
/// whoever reads it there may be somebody else. It is not written any more once the account is erased.
pub fn write_to(
    tx: &mut Tx<'_>,
    kind: NotificationKind,
    account_id: AccountId,
    email: &str,
    about: About,
) -> Result<()> {
    let language = profiles::table
        .find(account_id)
        .select(profiles::language)
        .first::<Language>(tx.conn)?;
    let message = Notification {
        notification: kind,
        recipient: Recipient::Driver(account_id),
        about,
        farewell: Some(Farewell {
            email: email.to_owned(),
            language,
            first_names: String::new(),
            surname: String::new(),
        }),
    };
    outbox::enqueue(
        tx,
        outbox::Kind::Email,
        Some(account_id.into()),
        Some(account_id),
        &message,
    )
}

/// Tells somebody who is about to be erased, in a last mail that carries their address itself and belongs to no account
/// any more.
pub fn bid_farewell(tx: &mut Tx<'_>, kind: NotificationKind, account_id: AccountId) -> Result<()> {
    type Person = (Option<String>, Option<String>, Language, String, String);

    let person: Option<Person> = accounts::table
        .inner_join(profiles::table)
        .filter(accounts::id.eq(account_id))
        .select((
            accounts::email,
            accounts::password_hash,
            profiles::language,
            profiles::first_names,
            profiles::surname,
        ))
        .first(tx.conn)
        .optional()?;
    let Some((Some(email), password, language, first_names, surname)) = person else {
        return Ok(());
    };
    // Nobody is named to a mailbox that was never confirmed.
    let named = |name: String| password.as_ref().map_or_else(String::new, |_| name);
    let (first_names, surname) = (named(first_names), named(surname));
    let message = Notification {
        notification: kind,
        recipient: Recipient::Driver(account_id),
        about: About::subject(Subject::Account, account_id),
        farewell: Some(Farewell {
            email,
            language,
            first_names,
            surname,
        }),
    };
    outbox::enqueue(tx, outbox::Kind::Email, Some(account_id.into()), None, &message)
}

/// The last mail has gone out: nothing of its reader is left.
pub fn forget_farewell(tx: &mut Tx<'_>, id: MessageId, sent: &Notification) -> Result<()> {
    let without = Notification {
        farewell: None,
        ..sent.clone()
    };
    outbox::rewrite(tx, id, &without)
}

/// The day on which the stage it is about lapses, where the kind names it.
fn last_day(db: &mut Db<'_>, kind: NotificationKind, account_id: AccountId, about: About) -> Result<Option<NaiveDate>> {
    if !kind.names_last_day() {
        return Ok(None);
    }
    let (subject, id) = about.subject.unwrap_or((Subject::Account, account_id.into()));
    Ok(timers::due_at(db, subject, id, TimerAction::Lapse)?.map(legal_date))
}

/// Tells a member of staff, by email.
pub fn tell_staff(tx: &mut Tx<'_>, kind: NotificationKind, staff_id: StaffId, about: About) -> Result<()> {
    let message = Notification {
        notification: kind,
        recipient: Recipient::Staff(staff_id),
        about,
        farewell: None,
    };
    outbox::enqueue(tx, outbox::Kind::Email, Some(staff_id.into()), None, &message)
}

/// Tells whoever it is, of what concerns the ways in which they sign in.
pub fn tell_owner(tx: &mut Tx<'_>, kind: NotificationKind, owner: Owner, about: About) -> Result<()> {
    match owner {
        Owner::Driver(id) => tell(tx, kind, id, about),
        Owner::Staff(id) => tell_staff(tx, kind, id, about),
    }
}

/// Tells whoever has an endpoint that it is paused: its training centre; supervisors, who know whom to call, where it is
/// the card factory's, that of a frontend's operator, or that of a centre that cannot be written to.
pub(crate) fn tell_of_paused_endpoint(
    tx: &mut Tx<'_>,
    endpoint: WebhookEndpointId,
    centre: Option<CentreId>,
) -> Result<()> {
    let about = About {
        endpoint: Some(endpoint),
        ..About::default()
    };
    let reachable = match centre {
        Some(centre) => centres::find(tx, centre)?.contact_email.is_some(),
        None => false,
    };
    let Some(centre) = centre.filter(|_| reachable) else {
        for supervisor in staff::supervisors(tx)? {
            tell_staff(tx, NotificationKind::WebhookPaused, supervisor, about)?;
        }
        return Ok(());
    };
    let message = Notification {
        notification: NotificationKind::WebhookPaused,
        recipient: Recipient::Centre(centre),
        about,
        farewell: None,
    };
    outbox::enqueue(tx, outbox::Kind::Email, Some(centre.into()), None, &message)
}

/// An in-app notice.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = notices)]
#[diesel(treat_none_as_default_value = false)]
pub struct Notice {
    /// Its id, ordered by time.
    pub id: NoticeId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What it says.
    pub kind: NotificationKind,
    /// What kind of thing it is about.
    pub subject: Option<Subject>,
    /// Which one.
    pub subject_id: Option<AnyId>,
    /// When it was told.
    pub created_at: At,
    /// When it was read.
    pub read_at: Option<At>,
}

fn keep_notice(tx: &mut Tx<'_>, kind: NotificationKind, account_id: AccountId, about: About) -> Result<()> {
    let notice = Notice {
        id: NoticeId(tx.id()),
        account_id,
        kind,
        subject: about.subject.map(|(subject, _)| subject),
        subject_id: about.subject.map(|(_, id)| AnyId(id)),
        created_at: At(tx.now()),
        read_at: None,
    };
    diesel::insert_into(notices::table).values(&notice).execute(tx.conn)?;
    Ok(())
}

/// A driver's notices, newest first, before `cursor`; only those that were `read`, or not, if one asks.
pub fn notices(
    db: &mut Db<'_>,
    account_id: AccountId,
    read: Option<bool>,
    cursor: Option<NoticeId>,
    limit: i64,
) -> Result<Vec<Notice>> {
    Ok(each!(db.conn, c => {
        let mut query = notices::table
            .filter(notices::account_id.eq(account_id))
            .order(notices::id.desc())
            .limit(limit)
            .into_boxed();
        query = match read {
            Some(true) => query.filter(notices::read_at.is_not_null()),
            Some(false) => query.filter(notices::read_at.is_null()),
            None => query,
        };
        if let Some(cursor) = cursor {
            query = query.filter(notices::id.lt(cursor));
        }
        query.select(Notice::columns()).load(c)
    })?)
}

/// Marks a driver's notice as read, once; the notice as it is then.
pub fn read(tx: &mut Tx<'_>, account_id: AccountId, id: NoticeId) -> Result<Notice> {
    let now = At(tx.now());
    let own = notices::table
        .filter(notices::id.eq(id))
        .filter(notices::account_id.eq(account_id));
    diesel::update(own.filter(notices::read_at.is_null()))
        .set(notices::read_at.eq(Some(now)))
        .execute(tx.conn)?;
    own.select(Notice::columns())
        .first(tx.conn)
        .optional()?
        .ok_or(crate::Error::NotFound)
}
