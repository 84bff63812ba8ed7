//! The one way in which anything moves through its lifecycle: decide, advance, remember, carry out.
//!
//! Whoever wants something moved loads and locks its record, and calls [`act`] (the author of the transaction does
//! it) or [`follow`] (one lifecycle moves another, or time passes). Both ask the domain, advance the record if its
//! version is still the one that was decided upon, write history and audit trail, reset the stage's timers, and carry
//! out the effects, all in the transaction they are called in.

use domain::access::Partner;
use domain::actor::Role;
use domain::ids::AccountId;
use domain::lifecycle::{self, Lifecycle, Subject, Table, Transition};
use domain::webhook::WebhookEvent;
use domain::words::Word as _;
use uuid::Uuid;

use crate::audit;
use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At};
use crate::error::Result;
use crate::schema::transitions;
use crate::store::{Db, Tx};
use crate::webhooks::{self, Happened};
use crate::{Error, timers};

/// A lifecycle whose subjects are records of a table.
pub trait Stateful: Lifecycle {
    /// A row, as it was loaded and locked.
    type Record;
    /// What came with the action, for the effects.
    type Input<'a>;

    /// The table that holds for this record.
    fn table(record: &Self::Record) -> Table<Self>;
    /// The record's id.
    fn id(record: &Self::Record) -> Uuid;
    /// The version it was loaded in.
    fn version(record: &Self::Record) -> i32;
    /// The stage it was loaded in.
    fn stage(record: &Self::Record) -> Self::Stage;
    /// The stage to which a row that leads back leads.
    fn where_from(_record: &Self::Record) -> Option<Self::Stage> {
        None
    }
    /// Why, in the actor's words.
    fn reason<'a>(_input: &'a Self::Input<'_>) -> Option<&'a str> {
        None
    }
    /// Writes stage, next version and time of change, where the version is still the record's; the number of rows.
    fn advance(tx: &mut Tx<'_>, record: &Self::Record, to: Self::Stage) -> QueryResult<usize>;
    /// Which partner is told that the record has entered a stage, if one is.
    fn subscriber(_record: &Self::Record) -> Option<Partner> {
        None
    }
    /// The driver by whose frontends it is told, if they are.
    fn driver(_record: &Self::Record) -> Option<AccountId> {
        None
    }
    /// Carries out one effect.
    fn carry_out(tx: &mut Tx<'_>, record: &Self::Record, effect: Self::Effect, input: &Self::Input<'_>) -> Result<()>;
}

/// The members of [`Stateful`] that are the same for every record: what its columns `id`, `stage` and `version` say, and
/// how they and `updated_at` move on, with other columns that the stage decides where there are any.
macro_rules! stored_in {
    ($table:ident as $Record:ty $(, |$tx:ident, $record:ident, $to:ident| $also:expr)?) => {
        fn id(record: &$Record) -> uuid::Uuid {
            record.id.into()
        }

        fn version(record: &$Record) -> i32 {
            record.version
        }

        fn stage(record: &$Record) -> Self::Stage {
            record.stage
        }

        fn advance(tx: &mut $crate::store::Tx<'_>, record: &$Record, to: Self::Stage) -> diesel::QueryResult<usize> {
            let now = $crate::dialect::At(tx.now());
            let seen = $table::table
                .filter($table::id.eq(record.id))
                .filter($table::version.eq(record.version));
            let moved = (
                $table::stage.eq(to),
                $table::version.eq(record.version + 1),
                $table::updated_at.eq(now),
                $({
                    let ($tx, $record, $to) = (&*tx, record, to);
                    $also
                },)?
            );
            diesel::update(seen).set(moved).execute(tx.conn)
        }
    };
}

pub(crate) use stored_in;

/// The author of the transaction does `action`.
pub fn act<L: Stateful>(
    tx: &mut Tx<'_>,
    record: &L::Record,
    action: L::Action,
    facts: &L::Facts<'_>,
    input: &L::Input<'_>,
) -> Result<Transition<L>> {
    let role = tx.author().actor.role();
    act_as(tx, role, record, action, facts, input)
}

/// The hub itself does `action`, because something else happened or time passed.
pub fn follow<L: Stateful>(
    tx: &mut Tx<'_>,
    record: &L::Record,
    action: L::Action,
    facts: &L::Facts<'_>,
    input: &L::Input<'_>,
) -> Result<Transition<L>> {
    act_as(tx, Role::System, record, action, facts, input)
}

/// The author of the transaction does `action`, in a role that the record gives: the holder of a link is its driver.
pub fn act_as<L: Stateful>(
    tx: &mut Tx<'_>,
    role: Role,
    record: &L::Record,
    action: L::Action,
    facts: &L::Facts<'_>,
    input: &L::Input<'_>,
) -> Result<Transition<L>> {
    let transition = lifecycle::decide(
        L::table(record),
        Some(L::stage(record)),
        L::where_from(record),
        action,
        role,
        facts,
    )?;
    if L::advance(tx, record, transition.to)? == 0 {
        return Err(Error::Stale {
            current: L::version(record),
        });
    }
    settle(tx, role, record, &transition, input)?;
    Ok(transition)
}

/// Decides whether something may begin. The caller then inserts its record in the stage decided, and calls [`begin`].
pub fn may_begin<L: Lifecycle>(
    tx: &Tx<'_>,
    table: Table<L>,
    action: L::Action,
    facts: &L::Facts<'_>,
) -> Result<Transition<L>> {
    Ok(lifecycle::decide(
        table,
        None,
        None,
        action,
        tx.author().actor.role(),
        facts,
    )?)
}

/// As [`may_begin`], for what the hub itself begins.
pub fn begins_by_itself<L: Lifecycle>(
    table: Table<L>,
    action: L::Action,
    facts: &L::Facts<'_>,
) -> Result<Transition<L>> {
    Ok(lifecycle::decide(table, None, None, action, Role::System, facts)?)
}

/// Remembers the birth of a record that was just inserted, and carries out what follows.
pub fn begin<L: Stateful>(
    tx: &mut Tx<'_>,
    record: &L::Record,
    transition: &Transition<L>,
    input: &L::Input<'_>,
) -> Result<()> {
    let role = tx.author().actor.role();
    settle(tx, role, record, transition, input)
}

/// Decides what the hub itself makes of something in the moment of its birth. The caller then inserts its record where
/// this leads, and calls [`begin`] and [`go_on`].
pub fn goes_on<L: Lifecycle>(
    table: Table<L>,
    born: &Transition<L>,
    action: L::Action,
    facts: &L::Facts<'_>,
) -> Result<Transition<L>> {
    Ok(lifecycle::decide(
        table,
        Some(born.to),
        None,
        action,
        Role::System,
        facts,
    )?)
}

/// Remembers what the hub made of a record that was just inserted and [began](begin), and carries out what follows.
pub fn go_on<L: Stateful>(
    tx: &mut Tx<'_>,
    record: &L::Record,
    transition: &Transition<L>,
    input: &L::Input<'_>,
) -> Result<()> {
    settle(tx, Role::System, record, transition, input)
}

fn settle<L: Stateful>(
    tx: &mut Tx<'_>,
    role: Role,
    record: &L::Record,
    transition: &Transition<L>,
    input: &L::Input<'_>,
) -> Result<()> {
    remember::<L>(tx, role, L::id(record), transition, L::reason(input))?;
    if lifecycle::has_lapses(L::table(record)) {
        let lapse = lifecycle::lapses(L::table(record), transition.to);
        timers::restart(tx, L::SUBJECT, L::id(record), lapse.map(|(_, days)| days))?;
    }
    if lifecycle::has_alarms(L::table(record)) {
        let days = lifecycle::alarms(L::table(record), transition.to);
        let now = tx.now();
        timers::restart_alarm(tx, L::SUBJECT, L::id(record), now, days)?;
    }
    publish(tx, record, transition)?;
    for effect in transition.effects {
        L::carry_out(tx, record, *effect, input)?;
    }
    Ok(())
}

/// Has the partners told of it whom it concerns, before anything that follows from it is.
fn publish<L: Stateful>(tx: &mut Tx<'_>, record: &L::Record, transition: &Transition<L>) -> Result<()> {
    let stage = transition.to.name();
    let Some(event) = WebhookEvent::of_stage(L::SUBJECT, stage) else {
        return Ok(());
    };
    let happened = Happened {
        event,
        subject: Some(L::SUBJECT),
        subject_id: L::id(record),
        stage: Some(stage),
        driver: L::driver(record),
    };
    if let Some(subscriber) = L::subscriber(record) {
        webhooks::publish(tx, subscriber, happened)?;
    }
    match happened.driver {
        Some(driver) => webhooks::publish_to_frontends(tx, driver, happened),
        None => Ok(()),
    }
}

fn remember<L: Stateful>(
    tx: &mut Tx<'_>,
    role: Role,
    id: Uuid,
    transition: &Transition<L>,
    reason: Option<&str>,
) -> Result<()> {
    let step = NewStep {
        id: tx.id(),
        subject: L::SUBJECT,
        subject_id: AnyId(id),
        action: transition.action.name(),
        from_stage: transition.from.map(domain::words::Word::name),
        to_stage: transition.to.name(),
        actor_role: role,
        actor_id: if role == Role::System {
            None
        } else {
            tx.author().actor.id()
        },
        reason,
        at: At(tx.now()),
    };
    diesel::insert_into(transitions::table).values(&step).execute(tx.conn)?;
    audit::record(tx, transition.action.name(), L::SUBJECT, Some(id), None)
}

#[derive(Insertable)]
#[diesel(table_name = transitions)]
#[diesel(treat_none_as_default_value = false)]
struct NewStep<'a> {
    id: AnyId,
    subject: Subject,
    subject_id: AnyId,
    action: &'a str,
    from_stage: Option<&'a str>,
    to_stage: &'a str,
    actor_role: Role,
    actor_id: Option<String>,
    reason: Option<&'a str>,
    at: At,
}

/// One step of the way of a record.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = transitions)]
pub struct HistoryEntry {
    /// What was done.
    pub action: String,
    /// The stage left; none at birth.
    pub from_stage: Option<String>,
    /// The stage entered.
    pub to_stage: String,
    /// In which role somebody did it.
    pub actor_role: Role,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// When.
    pub at: At,
}

/// The way a record went, oldest first.
pub fn history(db: &mut Db<'_>, id: Uuid) -> Result<Vec<HistoryEntry>> {
    Ok(transitions::table
        .filter(transitions::subject_id.eq(AnyId(id)))
        .order(transitions::id)
        .select(HistoryEntry::columns())
        .load(db.conn)?)
}
