//! Whether the audit trail is what the hub wrote: each line is held against the seals, in the order of ids.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::AuditEvent;
use super::listing::{self, Line};
use super::seals::{AuditSeal, Claims, first_that_may_follow, hash_of};
use crate::dialect::AnyId;
use crate::dialect::prelude::*;
use crate::error::Result;
use crate::schema::{audit_events, audit_seals};
use crate::store::Db;
use crate::time::IdSource;

/// How many lines are read at once.
const LINES_AT_ONCE: i64 = 1_000;
/// How many seals are.
const SEALS_AT_ONCE: i64 = 16;

/// What is not as the hub wrote it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// A line says something else than when it was sealed.
    #[error("line {0} was CHANGED")]
    Changed(Uuid),
    /// A line that was sealed is gone, before its time.
    #[error("line {0} was REMOVED")]
    Removed(Uuid),
    /// A line that no seal covers stands among lines that are sealed.
    #[error("line {0} was ADDED")]
    Added(Uuid),
    /// A seal is not what the hub signed, or does not follow the one before.
    #[error("seal {number} is NOT GOOD: {why}")]
    Seal {
        /// Which one.
        number: i64,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The statement that was published is not among the seals.
    #[error("the seal that was published is NOT IN THE CHAIN: the trail was cut off, or another one put in its place")]
    Head,
}

/// What is asked of the trail.
pub struct Question<'a> {
    /// Reads a statement, if the hub signed it.
    pub read: &'a dyn Fn(&str) -> Option<Claims>,
    /// Lines from before this instant may be gone: they are kept no longer.
    pub kept_since: DateTime<Utc>,
    /// A statement that was published, and so must be in the chain.
    pub published: Option<&'a str>,
}

/// What was looked at, and what was found first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many seals were good.
    pub seals: u64,
    /// How many lines are as they were sealed.
    pub lines: u64,
    /// How many lines are newer than the newest seal, and wait for theirs.
    pub waiting: u64,
    /// The first that is not as it should be.
    pub finding: Option<Finding>,
}

/// Goes through the trail until something is found.
pub fn verify(db: &mut Db<'_>, question: &Question<'_>) -> Result<Verdict> {
    let mut trail = Trail {
        chain: Chain::new(question),
        sealed: BTreeMap::new(),
        verdict: Verdict::default(),
    };
    let stopped = trail.walk(db)?;
    let Trail { chain, mut verdict, .. } = trail;
    verdict.seals = chain.good;
    verdict.finding = stopped.err();
    Ok(verdict)
}

/// Something was found, or not.
type Found<T> = std::result::Result<T, Finding>;

/// The trail on the way through.
struct Trail<'a> {
    chain: Chain<'a>,
    /// What is sealed and was not met yet.
    sealed: BTreeMap<Uuid, [u8; 32]>,
    verdict: Verdict,
}

impl Trail<'_> {
    fn walk(&mut self, db: &mut Db<'_>) -> Result<Found<()>> {
        let mut after = Uuid::nil();
        loop {
            let events = lines_after(db, after)?;
            let Some(last) = events.last() else { break };
            after = last.id.0;
            if let Err(found) = self.chain.read_until(db, after, &mut self.sealed)? {
                return Ok(Err(found));
            }
            for event in &events {
                if let Err(found) = self.compare(db, listing::line(event)) {
                    return Ok(Err(found));
                }
            }
        }
        if let Err(found) = self.chain.read_until(db, Uuid::max(), &mut self.sealed)? {
            return Ok(Err(found));
        }
        Ok(self
            .missing_before(Uuid::max())
            .and_then(|()| self.chain.holds_published()))
    }

    /// Holds a line against its seal. Everything sealed before it was to be met before it.
    fn compare(&mut self, db: &Db<'_>, line: Line) -> Found<()> {
        self.missing_before(line.id)?;
        match self.sealed.remove(&line.id) {
            Some(hash) if hash == line.hash => self.verdict.lines += 1,
            Some(_) => return Err(Finding::Changed(line.id)),
            // What is newer than the newest seal, or may have come to light after it, waits for the next one.
            None if line.id >= self.chain.waiting_from(db) => self.verdict.waiting += 1,
            None => return Err(Finding::Added(line.id)),
        }
        Ok(())
    }

    fn missing_before(&mut self, id: Uuid) -> Found<()> {
        let kept_since = IdSource::first_at(self.chain.question.kept_since);
        while let Some(first) = self.sealed.first_entry().filter(|first| *first.key() < id) {
            let missing = *first.key();
            first.remove();
            if missing >= kept_since {
                return Err(Finding::Removed(missing));
            }
        }
        Ok(())
    }
}

/// The seals, one after the other.
struct Chain<'a> {
    question: &'a Question<'a>,
    read_ahead: VecDeque<AuditSeal>,
    before: Option<AuditSeal>,
    is_at_end: bool,
    is_published_met: bool,
    good: u64,
}

impl<'a> Chain<'a> {
    fn new(question: &'a Question<'a>) -> Self {
        Self {
            question,
            read_ahead: VecDeque::new(),
            before: None,
            is_at_end: false,
            is_published_met: question.published.is_none(),
            good: 0,
        }
    }

    /// Takes in the lines of every seal that may cover a line up to this one.
    fn read_until(&mut self, db: &mut Db<'_>, id: Uuid, sealed: &mut BTreeMap<Uuid, [u8; 32]>) -> Result<Found<()>> {
        while self.waiting_from(db) <= id {
            let Some(seal) = self.next(db)? else { break };
            match self.check(&seal) {
                Ok(lines) => sealed.extend(lines.into_iter().map(|line| (line.id, line.hash))),
                Err(why) => {
                    return Ok(Err(Finding::Seal {
                        number: seal.number,
                        why,
                    }));
                }
            }
            self.is_published_met |= self.question.published == Some(seal.statement.as_str());
            self.good += 1;
            self.before = Some(seal);
        }
        Ok(Ok(()))
    }

    /// From which id on lines may not be sealed yet, as far as the seals were read.
    fn waiting_from(&self, db: &Db<'_>) -> Uuid {
        self.before
            .as_ref()
            .map_or(Uuid::nil(), |before| first_that_may_follow(db.conn, before.last_id.0))
    }

    fn next(&mut self, db: &mut Db<'_>) -> Result<Option<AuditSeal>> {
        if self.read_ahead.is_empty() && !self.is_at_end {
            let after = self.before.as_ref().map_or(0, |before| before.number);
            let seals: Vec<AuditSeal> = audit_seals::table
                .filter(audit_seals::number.gt(after))
                .order(audit_seals::number)
                .limit(SEALS_AT_ONCE)
                .select(AuditSeal::columns())
                .load(db.conn)?;
            self.is_at_end = seals.is_empty();
            self.read_ahead.extend(seals);
        }
        Ok(self.read_ahead.pop_front())
    }

    /// The lines of a seal, if the hub signed it and it follows the one before.
    fn check(&self, seal: &AuditSeal) -> std::result::Result<Vec<Line>, &'static str> {
        let claims = (self.question.read)(&seal.statement).ok_or("this hub's keys did not sign its statement")?;
        if claims.number != seal.number || claims.iat != seal.sealed_at.timestamp() {
            return Err("its statement is another's");
        }
        if claims.lines != hash_of(&seal.lines) {
            return Err("its list of lines was changed");
        }
        match &self.before {
            Some(before) if claims.previous != Some(hash_of(before.statement.as_bytes())) => {
                Err("it does not follow the seal before it")
            }
            None if !self.may_begin(&claims) => Err("the seals before it are missing"),
            _ => listing::read(&seal.lines).ok_or("its list of lines cannot be read"),
        }
    }

    /// The first seal that is there is the first of all, or follows one whose lines are kept no longer.
    fn may_begin(&self, claims: &Claims) -> bool {
        let kept_since = self.question.kept_since.timestamp();
        claims.previous_iat.is_none_or(|previous| previous < kept_since)
    }

    fn holds_published(&self) -> Found<()> {
        if self.is_published_met {
            Ok(())
        } else {
            Err(Finding::Head)
        }
    }
}

fn lines_after(db: &mut Db<'_>, id: Uuid) -> Result<Vec<AuditEvent>> {
    Ok(audit_events::table
        .filter(audit_events::id.gt(AnyId(id)))
        .order(audit_events::id)
        .limit(LINES_AT_ONCE)
        .select(AuditEvent::columns())
        .load(db.conn)?)
}
