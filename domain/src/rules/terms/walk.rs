//! The walk through all that is known of a driver, in order, with the state of each sector as it then is.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::order::{Event, in_order};
use super::{Followed, Gain, Terms, until};
use crate::ids::AttestationId;
use crate::rules::expiry::{self, SectorExpiry};
use crate::rules::hours::{Completion, Sequence};
use crate::rules::known_qualification::KnownQualification;
use crate::rules::training::TrainingType;
use crate::sector::Sector;
use crate::words::Word as _;

/// A sector that has, or had, a term.
#[derive(Debug, Clone, Copy)]
struct Standing {
    /// Whether the driver holds the sector, so that an FCO in the other one renews it.
    held: bool,
    /// Its last day.
    until: NaiveDate,
    /// When it was last given or renewed: sequences count from the day after.
    renewed_on: NaiveDate,
}

/// Takes everything in order.
pub(super) fn walk(followed: &[Followed], known: &[KnownQualification]) -> Terms {
    let mut walk = Walk {
        followed,
        known,
        used_up: used_up(followed),
        standing: BTreeMap::new(),
        terms: Terms::default(),
    };
    for event in in_order(followed, known) {
        match event {
            Event::Known(known) => walk.learn(known),
            Event::Followed(sequence) if sequence.training_type == TrainingType::FcoSequence => {
                walk.follow_sequence(sequence);
            }
            Event::Followed(training) => walk.credit(training, training.training_type),
        }
    }
    walk.finish()
}

/// The sequences whose hours a card was made of: those that complete an FCO with something printed, and those counted in it.
fn used_up(followed: &[Followed]) -> BTreeSet<AttestationId> {
    let printed: BTreeSet<_> = followed
        .iter()
        .filter(|one| !one.printed.is_empty())
        .map(|one| one.attestation)
        .collect();
    let counted = followed
        .iter()
        .filter(|one| one.counted_in.is_some_and(|completion| printed.contains(&completion)));
    counted.map(|one| one.attestation).chain(printed.clone()).collect()
}

struct Walk<'a> {
    followed: &'a [Followed],
    known: &'a [KnownQualification],
    used_up: BTreeSet<AttestationId>,
    standing: BTreeMap<Sector, Standing>,
    terms: Terms,
}

impl Walk<'_> {
    /// Another issuer's term. The training behind it is often one that was followed here as well: then it renews nothing.
    fn learn(&mut self, known: &KnownQualification) {
        let renewed_on = self.standing.get(&known.sector).map(|standing| standing.renewed_on);
        let renewed_on = renewed_on
            .filter(|day| *day >= known.earned_from())
            .unwrap_or_else(|| known.earned_by());
        let term = SectorExpiry {
            sector: known.sector,
            expires_on: known.expires_on,
        };
        self.give(term, renewed_on, true);
        self.terms.known.push(term);
    }

    /// A sequence: it waits with others, completes an FCO with them, or did so once and was printed.
    fn follow_sequence(&mut self, sequence: &Followed) {
        if !sequence.printed.is_empty() {
            self.complete(self.printed_completion(sequence), sequence);
        } else if sequence.counts && !self.used_up.contains(&sequence.attestation) && self.is_after_renewal(sequence) {
            let open = self.terms.open.entry(sequence.sector).or_default();
            let completion = open.add(Sequence {
                attestation: sequence.attestation,
                hours: sequence.hours,
                started_on: sequence.started_on,
                ended_on: sequence.ended_on,
            });
            if let Some(completion) = completion {
                self.complete(completion, sequence);
            }
        }
    }

    fn is_after_renewal(&self, sequence: &Followed) -> bool {
        self.standing
            .get(&sequence.sector)
            .is_none_or(|standing| standing.renewed_on < sequence.ended_on)
    }

    fn printed_completion(&self, by: &Followed) -> Completion {
        let others = self
            .followed
            .iter()
            .filter(|one| one.counted_in == Some(by.attestation) && one.attestation != by.attestation);
        let mut counted: Vec<_> = others.collect();
        counted.sort_by_key(|one| (one.ended_on, Reverse(one.hours), one.attestation));
        counted.push(by);
        Completion {
            by: by.attestation,
            ended_on: by.ended_on,
            counted: counted.into_iter().map(|one| one.attestation).collect(),
        }
    }

    fn complete(&mut self, completion: Completion, by: &Followed) {
        self.terms.completions.push(completion);
        self.credit(by, TrainingType::Fco);
    }

    /// Gives what a training gives, and notes it.
    fn credit(&mut self, training: &Followed, counts_as: TrainingType) {
        let sectors = self.gain(training, counts_as);
        if sectors.is_empty() {
            return;
        }
        let previous_expiry_unknown = counts_as.is_continuing() && training.counts && self.is_unheard_of(training);
        for term in &sectors {
            self.give(*term, training.ended_on, !counts_as.is_continuing());
        }
        self.terms.gains.push(Gain {
            attestation: training.attestation,
            training_type: counts_as,
            ended_on: training.ended_on,
            sectors,
            previous_expiry_unknown,
        });
    }

    /// Whether no term of a training's sector is known from before it, and none is printed of it.
    fn is_unheard_of(&self, training: &Followed) -> bool {
        !self.standing.contains_key(&training.sector)
            && until(&training.printed, training.sector).is_none()
            && self.known.iter().all(|known| known.sector != training.sector)
    }

    /// Every sector that a training gives or renews, each with the last day it then has; the printed one where a card
    /// was made.
    fn gain(&self, training: &Followed, counts_as: TrainingType) -> Vec<SectorExpiry> {
        let last_day = expiry::expires_on(counts_as, training.ended_on, self.due(training));
        let term = |sector| {
            let reached = training.counts && self.reaches(training, counts_as, sector);
            let counted = reached.then(|| self.until(sector).map_or(last_day, |known| known.max(last_day)));
            until(&training.printed, sector).or(counted)
        };
        Sector::ALL
            .iter()
            .filter_map(|&sector| term(sector).map(|expires_on| SectorExpiry { sector, expires_on }))
            .collect()
    }

    /// Whether a training gives or renews a sector.
    fn reaches(&self, training: &Followed, counts_as: TrainingType, sector: Sector) -> bool {
        let is_its_own = sector == training.sector;
        match counts_as {
            TrainingType::InitialLong | TrainingType::Fimo | TrainingType::Equivalence => is_its_own,
            TrainingType::Bridging => true,
            TrainingType::Fco | TrainingType::FcoSequence => is_its_own || self.holds(sector),
        }
    }

    /// The earliest term that an FCO finds not over yet.
    fn due(&self, training: &Followed) -> Option<NaiveDate> {
        self.standing
            .iter()
            .filter(|(sector, standing)| standing.held || **sector == training.sector)
            .map(|(_, standing)| standing.until)
            .filter(|until| training.ended_on <= *until)
            .min()
    }

    fn holds(&self, sector: Sector) -> bool {
        self.standing.get(&sector).is_some_and(|standing| standing.held)
    }

    fn until(&self, sector: Sector) -> Option<NaiveDate> {
        self.standing.get(&sector).map(|standing| standing.until)
    }

    /// A sector's term is given or renewed: nobody loses a day, and the hours before it count no more.
    fn give(&mut self, term: SectorExpiry, renewed_on: NaiveDate, held: bool) {
        let standing = self.standing.entry(term.sector).or_insert(Standing {
            held,
            until: term.expires_on,
            renewed_on,
        });
        standing.held |= held;
        standing.until = standing.until.max(term.expires_on);
        standing.renewed_on = standing.renewed_on.max(renewed_on);
        if let Some(open) = self.terms.open.get_mut(&term.sector) {
            open.forget_until(standing.renewed_on);
        }
    }

    fn finish(mut self) -> Terms {
        let current = self.standing.iter().map(|(&sector, standing)| SectorExpiry {
            sector,
            expires_on: standing.until,
        });
        self.terms.current = current.collect();
        self.terms
    }
}
