//! `JudgedBody<T>`: a JSON body of which more can be told than whether it can be read.

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use chrono::NaiveDate;
use futures::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use validator::Validate;

use super::body::{BODY_LIMIT, expected, typed, whole};
use crate::http::problem::Problem;
use crate::hub::Hub;

/// A body whose meaning can be judged by itself, on a day. Handlers judge it with all they know; this is for one that
/// cannot be read whole, so that somebody who fills in a form hears of all its faults at once.
pub trait Meaning: DeserializeOwned + Validate {
    /// Refuses what no driver, card or training could make true.
    fn judge(self, today: NaiveDate) -> Result<(), Problem>;
}

/// As [`Body`](super::Body); where a part of it cannot be read, the rest is judged all the same.
#[derive(Debug, Clone)]
pub struct JudgedBody<T>(pub T);

impl<T: Meaning + 'static> FromRequest for JudgedBody<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        whole(request, payload, BODY_LIMIT, |request, bytes| {
            let today = today(request);
            typed(request, expected(&bytes)?, |body: T| judge_on(today, body)).map(Self)
        })
    }
}

/// The legal date on which a request is judged; nothing is judged where no hub tells the time.
pub(super) fn today(request: &HttpRequest) -> Option<NaiveDate> {
    request.app_data::<Data<Hub>>().map(|hub| hub.clock.today())
}

/// Judges a body on a date, where there is one.
pub(super) fn judge_on(today: Option<NaiveDate>, body: impl Meaning) -> Result<(), Problem> {
    today.map_or(Ok(()), |today| body.judge(today))
}
