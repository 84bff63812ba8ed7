//! What is due by itself, and when. One row per subject and action; the dispatcher visits them in the order of time.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use diesel::upsert::excluded;
use domain::lifecycle::Subject;
use domain::timer::{self, TimerAction};
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Connection, Id, Instant, Word};
use crate::each;
use crate::error::Result;
use crate::schema::timers;
use crate::store::{Db, Tx};

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = timers)]
#[diesel(treat_none_as_default_value = false)]
pub struct Timer {
    /// What kind of thing it is about.
    pub subject: Subject,
    /// Which one.
    pub subject_id: AnyId,
    /// What is to happen.
    pub action: TimerAction,
    /// When.
    pub due_at: At,
}

/// Sets a timer, or moves it.
pub fn set(tx: &mut Tx<'_>, subject: Subject, id: Uuid, action: TimerAction, due_at: DateTime<Utc>) -> Result<()> {
    put(tx, &[timer(subject, id, action, due_at)])
}

fn timer(subject: Subject, id: Uuid, action: TimerAction, due_at: DateTime<Utc>) -> Timer {
    Timer {
        subject,
        subject_id: AnyId(id),
        action,
        due_at: At(due_at),
    }
}

macro_rules! upsert {
    ($timers:expr, $connection:expr) => {
        diesel::insert_into(timers::table)
            .values($timers)
            .on_conflict((timers::subject, timers::subject_id, timers::action))
            .do_update()
            .set(timers::due_at.eq(excluded(timers::due_at)))
            .execute($connection)
    };
}

/// All by one statement on PostgreSQL. On SQLite diesel writes none that does so.
fn put<const N: usize>(tx: &mut Tx<'_>, timers: &[Timer; N]) -> Result<()> {
    match &mut *tx.conn {
        Connection::Postgres(postgres) => upsert!(timers, postgres).map(drop)?,
        Connection::Sqlite(sqlite) => timers.iter().try_for_each(|timer| upsert!(timer, sqlite).map(drop))?,
    }
    Ok(())
}

/// Takes a timer away, if it is set.
pub fn clear(tx: &mut Tx<'_>, subject: Subject, id: Uuid, action: TimerAction) -> Result<()> {
    diesel::delete(timers::table.find((subject, AnyId(id), action))).execute(tx.conn)?;
    Ok(())
}

/// Restarts the timers of a stage that was entered, or touched: it lapses after so many days, if it lapses.
pub fn restart(tx: &mut Tx<'_>, subject: Subject, id: Uuid, lapses_after_days: Option<u32>) -> Result<()> {
    let Some(days) = lapses_after_days else {
        let of_lapse = timers::action
            .eq(TimerAction::AnnounceLapse)
            .or(timers::action.eq(TimerAction::Lapse));
        let own = timers::subject.eq(subject).and(timers::subject_id.eq(AnyId(id)));
        diesel::delete(timers::table.filter(own).filter(of_lapse)).execute(tx.conn)?;
        return Ok(());
    };
    let (announced, over) = (
        timer::announcement_due(tx.now(), days),
        timer::lapse_due(tx.now(), days),
    );
    put(
        tx,
        &[
            timer(subject, id, TimerAction::AnnounceLapse, announced),
            timer(subject, id, TimerAction::Lapse, over),
        ],
    )
}

/// Sets, moves or takes away what calls whoever should have acted on a stage entered at `since` within so many days.
pub fn restart_alarm(
    tx: &mut Tx<'_>,
    subject: Subject,
    id: Uuid,
    since: DateTime<Utc>,
    days: Option<u32>,
) -> Result<()> {
    let now = tx.now();
    match days {
        Some(days) => set(tx, subject, id, TimerAction::Alarm, timer::alarm_due(since, days, now)),
        None => clear(tx, subject, id, TimerAction::Alarm),
    }
}

/// When something is due, if it is set.
pub fn due_at(db: &mut Db<'_>, subject: Subject, id: Uuid, action: TimerAction) -> Result<Option<DateTime<Utc>>> {
    Ok(timers::table
        .find((subject, AnyId(id), action))
        .select(timers::due_at)
        .first(db.conn)
        .optional()?)
}

/// The next timer that is due at `until` or before, in the order of time, after `passed`.
pub fn next_due(db: &mut Db<'_>, until: DateTime<Utc>, passed: Option<&Timer>) -> Result<Option<Timer>> {
    Ok(each!(db.conn, c => {
        let mut query = timers::table
            .filter(timers::due_at.le(At(until)))
            .order((timers::due_at, timers::subject_id, timers::action))
            .select(Timer::columns())
            .into_boxed();
        if let Some(passed) = passed {
            // One comparison of all columns is found in an index; several that are joined by OR are not.
            let after = sql::<Bool>("(timers.due_at, timers.subject_id, timers.action) > (")
                .bind::<Instant, _>(At(*passed.due_at))
                .sql(", ")
                .bind::<Id, _>(passed.subject_id)
                .sql(", ")
                .bind::<Word, _>(passed.action)
                .sql(")");
            query = query.filter(after);
        }
        query.first(c)
    })
    .optional()?)
}

/// Whether a timer is still set, and not later than it was.
pub fn is_due(db: &mut Db<'_>, timer: &Timer) -> Result<bool> {
    let due_at: Option<At> = timers::table
        .find((timer.subject, timer.subject_id, timer.action))
        .select(timers::due_at)
        .first(db.conn)
        .optional()?;
    Ok(due_at.is_some_and(|due_at| *due_at <= *timer.due_at))
}
