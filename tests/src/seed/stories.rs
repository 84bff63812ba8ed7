//! What became of the drivers of a crowd.

use chrono::TimeDelta;
use domain::case::{Action, Stage};

/// How a driver's story goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    /// An account that an agent has to look at.
    Unreviewed,
    /// An account, and nothing else.
    Nothing,
    /// A training that an agent has to look at: it is nearly theirs.
    Mismatched,
    /// A training, and the right to ask for a card.
    Qualified,
    /// A draft that is complete.
    Ready,
    /// Many cases, the newest of which is a draft.
    Many,
    /// A case that is at this stage.
    At(Stage),
    /// A card in use, which was thought to be lost: the case about it was given up.
    Lost,
}

/// What the newest tenth of a crowd does.
const OPEN: &[Story] = &[
    Story::At(Stage::Submitted),
    Story::At(Stage::Draft),
    Story::At(Stage::InReview),
    Story::At(Stage::Submitted),
    Story::At(Stage::InProduction),
    Story::Unreviewed,
    Story::At(Stage::Draft),
    Story::At(Stage::Submitted),
    Story::At(Stage::InformationRequested),
    Story::At(Stage::Shipped),
    Story::At(Stage::Draft),
    Story::Mismatched,
];
/// What the others have done.
const OVER: &[Story] = &[
    Story::At(Stage::Completed),
    Story::At(Stage::Completed),
    Story::At(Stage::Rejected),
    Story::At(Stage::Completed),
    Story::At(Stage::Cancelled),
    Story::At(Stage::Completed),
    Story::At(Stage::Completed),
    Story::At(Stage::Expired),
    Story::At(Stage::Completed),
    Story::At(Stage::Completed),
    Story::At(Stage::Completed),
];
/// One driver in so many thought they had lost their card.
const LOSES: u32 = 25;

impl Story {
    /// The story of the `nth` driver of a crowd of `count`, whose number is `number`.
    pub(super) fn of_crowd(number: u32, nth: u32, count: u32) -> Self {
        let is_new = nth >= new_from(count);
        let stories = if is_new { OPEN } else { OVER };
        match stories[number as usize % stories.len()] {
            Self::At(Stage::Completed) if number.is_multiple_of(LOSES) => Self::Lost,
            story => story,
        }
    }

    /// Where the driver's one case is, if they have one about a right.
    pub(super) const fn stage(self) -> Option<Stage> {
        match self {
            Self::Unreviewed | Self::Nothing | Self::Mismatched | Self::Qualified => None,
            Self::Ready | Self::Many => Some(Stage::Draft),
            Self::At(stage) => Some(stage),
            Self::Lost => Some(Stage::Completed),
        }
    }
}

/// Over how long the cases that are over were opened, and those that are open. Nothing is so old that the hub would begin
/// to erase it: that would be measured, too.
const AGES: [TimeDelta; 2] = [TimeDelta::days(330), TimeDelta::days(60)];

/// How long ago the `nth` driver of a crowd of `count` came: the later, the more recently.
pub(super) fn age(nth: u32, count: u32) -> TimeDelta {
    let (new_from, [old, new]) = (new_from(count), AGES);
    let share = |of: TimeDelta, part: u32, whole: u32| {
        let seconds = of.num_seconds() * i64::from(part) / i64::from(whole.max(1));
        TimeDelta::seconds(seconds)
    };
    if nth < new_from {
        old - share(old - new, nth, new_from)
    } else {
        new - share(new, nth - new_from, count - new_from) + TimeDelta::days(1)
    }
}

/// The first of the newest tenth.
const fn new_from(count: u32) -> u32 {
    count - count / 10
}

/// The way of a case to a stage: what was done, and where it led.
pub(super) const fn way_to(stage: Stage) -> &'static [(Action, Stage)] {
    use {Action as A, Stage as S};
    match stage {
        S::Submitted => &[(A::Open, S::Draft), (A::Submit, S::Submitted)],
        S::InReview => &[(A::Open, S::Draft), (A::Submit, S::Submitted), (A::Take, S::InReview)],
        S::InformationRequested => &[
            (A::Open, S::Draft),
            (A::Submit, S::Submitted),
            (A::Take, S::InReview),
            (A::RequestInformation, S::InformationRequested),
        ],
        S::Rejected => &[
            (A::Open, S::Draft),
            (A::Submit, S::Submitted),
            (A::Take, S::InReview),
            (A::Reject, S::Rejected),
        ],
        S::InProduction => &[
            (A::Open, S::Draft),
            (A::Submit, S::Submitted),
            (A::Take, S::InReview),
            (A::Approve, S::InProduction),
        ],
        S::Shipped => &[
            (A::Open, S::Draft),
            (A::Submit, S::Submitted),
            (A::Take, S::InReview),
            (A::Approve, S::InProduction),
            (A::Ship, S::Shipped),
        ],
        S::Completed => &[
            (A::Open, S::Draft),
            (A::Submit, S::Submitted),
            (A::Take, S::InReview),
            (A::Approve, S::InProduction),
            (A::Ship, S::Shipped),
            (A::Finish, S::Completed),
        ],
        S::Cancelled => &[(A::Open, S::Draft), (A::Cancel, S::Cancelled)],
        S::Expired => &[(A::Open, S::Draft), (A::Lapse, S::Expired)],
        _ => &[(A::Open, S::Draft)],
    }
}
