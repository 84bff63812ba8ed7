//! What is due by itself, and when. One row per subject and action; the dispatcher visits them in the order of time.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use domain::lifecycle::Subject;
use domain::timer::{self, TimerAction};
use uuid::Uuid;

use crate::dialect::prelude::*;
use crate::dialect::{AnyId, At, Id, Instant, Word};
use crate::each;
use crate::error::Result;
use crate::schema::timers;
use crate::store::{Db, Tx};

/// Something that is due.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = timers)]
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
    let timer = Timer {
        subject,
        subject_id: AnyId(id),
        action,
        due_at: At(due_at),
    };
    each!(tx.conn, c => diesel::insert_into(timers::table)
        .values(&timer)
        .on_conflict((timers::subject, timers::subject_id, timers::action))
        .do_update()
        .set(timers::due_at.eq(timer.due_at))
        .execute(c))?;
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
    let now = tx.now();
    set(
        tx,
        subject,
        id,
        TimerAction::AnnounceLapse,
        timer::announcement_due(now, days),
    )?;
    set(tx, subject, id, TimerAction::Lapse, timer::lapse_due(now, days))
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
