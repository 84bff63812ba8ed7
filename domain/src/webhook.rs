//! Webhooks after Standard Webhooks (<https://www.standardwebhooks.com>): what systems of partners are told, who is
//! told what, and how patient the hub is with those that do not answer.

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::Partner;
use crate::lifecycle::Subject;
use crate::oauth::FrontendScope;
use crate::words;
use crate::words::Word as _;
use crate::{attestation, production_order};

pub mod address;
mod document;

pub use document::{EventData, EventDocument};

words! {
    /// What an endpoint is told of.
    pub enum WebhookEvent {
        /// An attestation was matched with a driver's account.
        AttestationMatched => "attestation.matched",
        /// An attestation nearly matches a driver's account: an agent compares.
        AttestationMismatch => "attestation.mismatch",
        /// An agent found that an attestation is nobody's who is known.
        AttestationDismissed => "attestation.dismissed",
        /// A certificate of qualification was issued for what an attestation attests.
        AttestationCertified => "attestation.certified",
        /// A production order waits to be made, for the first time or again.
        ProductionOrderQueued => "production_order.queued",
        /// A case entered a stage.
        CaseStageChanged => "case.stage_changed",
        /// A card entered a stage.
        CardStageChanged => "card.stage_changed",
        /// A driver's account entered a stage.
        AccountStageChanged => "account.stage_changed",
        /// Nothing happened: the endpoint's owner asked for a test.
        Test => "endpoint.test",
    }
}

words! {
    /// Who may be told of an event.
    pub enum Audience {
        /// The training centre whose attestation it is about.
        Centre => "centre",
        /// The card factory.
        Factory => "factory",
        /// The operator of a registered frontend, of drivers who use it.
        Frontend => "frontend",
    }
}

words! {
    /// What becomes of an endpoint.
    #[cfg_attr(feature = "openapi", schema(as = WebhookEndpointStage))]
    pub enum EndpointStage {
        /// Events are delivered.
        Active => "active",
        /// Events are kept until the endpoint is active again: its owner paused it, or it failed for long.
        Paused => "paused",
        /// What was kept is delivered first; then the endpoint is active.
        Resuming => "resuming",
    }
}

words! {
    /// Why an endpoint is paused.
    #[cfg_attr(feature = "openapi", schema(as = WebhookPauseReason))]
    pub enum PauseReason {
        /// Its owner paused it.
        Owner => "owner",
        /// It failed for long.
        Failing => "failing",
        /// It answered 410: it is gone for good.
        Gone => "gone",
        /// Its training centre is not active any more.
        CentreInactive => "centre_inactive",
        /// Its frontend is not active any more.
        FrontendInactive => "frontend_inactive",
    }
}

words! {
    /// What became of a delivery so far.
    #[cfg_attr(feature = "openapi", schema(as = WebhookDeliveryStage))]
    pub enum DeliveryStage {
        /// It is on its way, or waits for its next attempt.
        Waiting => "waiting",
        /// It is kept until its endpoint is active again.
        Held => "held",
        /// The endpoint took it.
        Delivered => "delivered",
        /// The endpoint did not take it in two days. It can be replayed.
        Failed => "failed",
    }
}

impl Partner {
    /// What it may be told of.
    pub const fn audience(self) -> Audience {
        match self {
            Self::Centre(_) => Audience::Centre,
            Self::Factory => Audience::Factory,
            Self::Frontend(_) => Audience::Frontend,
        }
    }
}

impl WebhookEvent {
    /// Who may subscribe to it; nobody to a test, which is for whoever asks.
    pub const fn audience(self) -> Option<Audience> {
        match self {
            Self::AttestationMatched
            | Self::AttestationMismatch
            | Self::AttestationDismissed
            | Self::AttestationCertified => Some(Audience::Centre),
            Self::ProductionOrderQueued => Some(Audience::Factory),
            Self::CaseStageChanged | Self::CardStageChanged | Self::AccountStageChanged => Some(Audience::Frontend),
            Self::Test => None,
        }
    }

    /// Whether somebody may subscribe to it.
    pub fn is_for(self, audience: Audience) -> bool {
        self.audience() == Some(audience)
    }

    /// The scope that a driver must have granted to a frontend whose operator is told of it; none where it is told to others.
    pub const fn needed_scope(self) -> Option<FrontendScope> {
        match self {
            Self::CaseStageChanged => Some(FrontendScope::Cases),
            Self::CardStageChanged => Some(FrontendScope::CardsRead),
            Self::AccountStageChanged => Some(FrontendScope::Profile),
            Self::AttestationMatched
            | Self::AttestationMismatch
            | Self::AttestationDismissed
            | Self::AttestationCertified
            | Self::ProductionOrderQueued
            | Self::Test => None,
        }
    }

    /// What is told once a subject has entered a stage, if anything is.
    pub fn of_stage(subject: Subject, stage: &str) -> Option<Self> {
        match subject {
            Subject::Attestation => match attestation::Stage::from_name(stage)? {
                attestation::Stage::Matched => Some(Self::AttestationMatched),
                attestation::Stage::Mismatch => Some(Self::AttestationMismatch),
                attestation::Stage::Dismissed => Some(Self::AttestationDismissed),
                attestation::Stage::Recorded | attestation::Stage::Withdrawn => None,
            },
            Subject::ProductionOrder => {
                let stage = production_order::Stage::from_name(stage)?;
                (stage == production_order::Stage::Queued).then_some(Self::ProductionOrderQueued)
            }
            Subject::Case => Some(Self::CaseStageChanged),
            Subject::Card => Some(Self::CardStageChanged),
            Subject::Account => Some(Self::AccountStageChanged),
            Subject::Entitlement | Subject::Payment | Subject::Invoice => None,
        }
    }
}

/// The most endpoints of one subscriber.
pub const MOST_ENDPOINTS: usize = 10;
/// The most characters of what an endpoint's owner says of it.
pub const LONGEST_DESCRIPTION: usize = 200;
/// How long a delivery is tried.
pub const PATIENCE: TimeDelta = TimeDelta::days(2);
/// How long an endpoint may fail without a single success before it is paused: longer than a delivery is tried, so that
/// one document that an endpoint cannot digest does not pause it while it takes others.
pub const FAILS_FOR: TimeDelta = TimeDelta::days(3);
/// How many attempts must have failed in that time, so that a stumble long after another one does not pause an endpoint
/// that was sent nothing in between.
const FAILS_OFTEN: i32 = 10;
/// How long events and what became of their deliveries are kept.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// The longest time for which a secret that was replaced still signs.
pub const LONGEST_OVERLAP_HOURS: u32 = 168;
/// For how long it does unless its owner says otherwise.
pub const USUAL_OVERLAP_HOURS: u32 = 24;
/// The longest rest that an endpoint may ask for (`Retry-After`), and the longest between two attempts.
pub const LONGEST_REST: TimeDelta = TimeDelta::hours(4);
/// The rest after a first failure; after each further one, three times as long.
const FIRST_REST: TimeDelta = TimeDelta::seconds(10);

/// How long an endpoint that failed so many times in a row is left alone. What it asks for counts where it is longer.
pub fn rest_after(failures: i32, asked_for: Option<TimeDelta>) -> TimeDelta {
    let mut rest = FIRST_REST;
    for _ in 1..failures {
        if rest < LONGEST_REST {
            rest = rest * 3;
        }
    }
    rest.max(asked_for.unwrap_or_default()).min(LONGEST_REST)
}

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The endpoint took it.
    Taken,
    /// It did not, this time.
    NotYet,
    /// There is no such endpoint any more.
    Gone,
}

impl Verdict {
    /// What the status of an answer says: 2xx that it was taken, 410 that nothing is to be sent any more, everything
    /// else, redirects included, that it is to be sent again.
    pub const fn of_status(status: u16) -> Self {
        match status {
            200..=299 => Self::Taken,
            410 => Self::Gone,
            _ => Self::NotYet,
        }
    }
}

/// Whether an endpoint that has failed so many times since an instant has failed for too long.
pub fn fails_for_long(failures: i32, failing_since: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    failures >= FAILS_OFTEN && now - failing_since >= FAILS_FOR
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Word;

    #[test]
    fn who_is_told_of_what() {
        let of = |audience| {
            let all = WebhookEvent::ALL.iter().filter(|event| event.is_for(audience));
            all.map(|event| event.name()).collect::<Vec<_>>()
        };
        assert_eq!(
            of(Audience::Centre),
            [
                "attestation.matched",
                "attestation.mismatch",
                "attestation.dismissed",
                "attestation.certified"
            ]
        );
        assert_eq!(of(Audience::Factory), ["production_order.queued"]);
        assert_eq!(
            of(Audience::Frontend),
            ["case.stage_changed", "card.stage_changed", "account.stage_changed"]
        );
    }

    #[test]
    fn a_scope_is_needed_of_whatever_is_a_drivers_own() {
        for event in WebhookEvent::ALL {
            assert_eq!(
                event.needed_scope().is_some(),
                event.is_for(Audience::Frontend),
                "{event}"
            );
        }
    }

    #[test]
    fn stages_that_are_told_of() {
        let told = |stage: attestation::Stage| WebhookEvent::of_stage(Subject::Attestation, stage.name());
        let names = attestation::Stage::ALL.iter().filter_map(|stage| told(*stage));
        assert_eq!(names.count(), 3);
        let queued = WebhookEvent::of_stage(Subject::ProductionOrder, "queued");
        assert_eq!(queued, Some(WebhookEvent::ProductionOrderQueued));
        assert_eq!(WebhookEvent::of_stage(Subject::ProductionOrder, "started"), None);
        assert_eq!(WebhookEvent::of_stage(Subject::Payment, "pending"), None);
        assert_eq!(WebhookEvent::of_stage(Subject::Attestation, "no such stage"), None);
    }

    #[test]
    fn rests_grow_and_many_attempts_fit_into_two_days() {
        let seconds = |failures| rest_after(failures, None).num_seconds();
        let rests: Vec<_> = (1..=9).map(seconds).collect();
        assert_eq!(rests, [10, 30, 90, 270, 810, 2_430, 7_290, 14_400, 14_400]);
        assert_eq!(rest_after(1, Some(TimeDelta::minutes(5))), TimeDelta::minutes(5));
        assert_eq!(rest_after(1, Some(TimeDelta::days(9))), LONGEST_REST);
        assert_eq!(rest_after(5, Some(TimeDelta::seconds(1))), TimeDelta::seconds(810));
        let attempts = (1..).scan(0, |total, failures| {
            *total += seconds(failures);
            (*total < PATIENCE.num_seconds()).then_some(())
        });
        assert!(attempts.count() > 15);
    }

    #[test]
    fn only_success_is_success() {
        for status in [200, 201, 202, 204, 299] {
            assert_eq!(Verdict::of_status(status), Verdict::Taken, "{status}");
        }
        for status in [100, 301, 302, 304, 307, 400, 401, 404, 429, 500, 503] {
            assert_eq!(Verdict::of_status(status), Verdict::NotYet, "{status}");
        }
        assert_eq!(Verdict::of_status(410), Verdict::Gone);
    }

    #[test]
    fn an_endpoint_is_paused_after_three_days() {
        let since: DateTime<Utc> = "2026-11-22T09:00:00Z".parse().expect("an instant");
        assert!(!fails_for_long(20, since, since + TimeDelta::days(2)));
        assert!(fails_for_long(20, since, since + TimeDelta::days(3)));
        assert!(
            !fails_for_long(2, since, since + TimeDelta::days(20)),
            "it was sent nothing in between"
        );
    }
}
