//! Lists by pages: `?limit=` and `?cursor=` in, `{"items", "next_cursor"}` and `Link` out. Keyset, no totals.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::LINK;
use actix_web::{FromRequest, HttpRequest};
use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use validator::Validate;

use super::reply::Reply;
use crate::http::input;
use crate::http::problem::{Fault, InputFault, Problem};

const DEFAULT_LIMIT: u16 = 20;
const LARGEST_LIMIT: u16 = 100;

/// One page of a list, and how to ask for the next one.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items of this page, in the order of the list; empty where there are none.
    pub items: Vec<T>,
    /// What to send as `cursor` to read the next page. Left out on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_cursor: Option<String>,
}

/// The parameters every list takes, for the `params(…)` of an operation.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageParameters {
    /// How many items the page holds at most: 1 to 100, 20 when left out.
    #[param(minimum = 1, maximum = 100, default = 20, nullable = false)]
    pub limit: Option<u16>,
    /// Where to go on: the `next_cursor` of the page before. Left out for the first page.
    #[param(nullable = false, min_length = 1, max_length = 512)]
    pub cursor: Option<String>,
}

/// For lists that cannot be filtered.
#[derive(Debug, Clone, Default, Deserialize, Validate)]
#[serde(deny_unknown_fields)]
pub struct NoFilter {}

/// What a list's caller wants: a filter of their own, a page's size, and the key after which to go on.
///
/// `K` is the sort key of the list's rows, an id mostly. Read [`Listing::fetch`] rows after [`Listing::after`] and
/// hand them to [`Listing::answer`].
#[derive(Debug, Clone)]
pub struct Listing<F, K> {
    /// The list's own query parameters.
    pub filter: F,
    /// The sort key of the last row already seen.
    pub after: Option<K>,
    limit: u16,
    path: String,
    others: Vec<(String, String)>,
}

impl<F, K: Serialize + DeserializeOwned> Listing<F, K> {
    /// How many rows to read: one more than the page holds, to know whether there is a next.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The page of these rows, each as its reader may see it.
    pub fn answer<R, T: Serialize>(&self, mut rows: Vec<R>, key: impl Fn(&R) -> K, view: impl FnMut(R) -> T) -> Reply {
        let full = rows.len() > usize::from(self.limit);
        rows.truncate(usize::from(self.limit));
        let next_cursor = rows.last().filter(|_| full).map(|row| self.cursor(&key(row)));
        let link = next_cursor.as_ref().map(|cursor| self.link(cursor));
        let answer = Reply::ok(&Page {
            items: rows.into_iter().map(view).collect(),
            next_cursor,
        });
        match link {
            Some(link) => answer.header(&LINK, link),
            None => answer,
        }
    }

    fn cursor(&self, key: &K) -> String {
        encode(&(list_named(&self.path, &self.others), key))
    }

    fn link(&self, cursor: &str) -> String {
        let mut pairs = self.others.clone();
        pairs.push(("limit".to_owned(), self.limit.to_string()));
        pairs.push(("cursor".to_owned(), cursor.to_owned()));
        // Pairs of texts always have a query string.
        let query = serde_urlencoded::to_string(pairs).unwrap_or_default();
        format!("<{}?{query}>; rel=\"next\"", self.path)
    }
}

impl<F: DeserializeOwned + Validate, K: DeserializeOwned> Listing<F, K> {
    fn of(path: &str, query: &str) -> Result<Self, Problem> {
        let (paging, others): (Vec<_>, Vec<_>) = input::pairs(query)?
            .into_iter()
            .partition(|(name, _)| matches!(name.as_str(), "limit" | "cursor"));
        let mut faults = Vec::new();
        let (mut limit, mut after) = (DEFAULT_LIMIT, None);
        for (position, (name, value)) in paging.iter().enumerate() {
            if paging[..position].iter().any(|(earlier, _)| earlier == name) {
                faults.push(Fault::of_parameter(name, InputFault::Repeated));
            } else if name == "limit" {
                match value.parse() {
                    Ok(wanted @ 1..=LARGEST_LIMIT) => limit = wanted,
                    _ => faults.push(Fault::of_parameter("limit", InputFault::WrongType).with("expected", "1-100")),
                }
            } else {
                let list = list_named(path, &others);
                after = decode(value).and_then(|(of, key): (String, K)| (of == list).then_some(key));
                if after.is_none() {
                    faults.push(Fault::of_parameter("cursor", InputFault::Cursor));
                }
            }
        }
        let filter = match input::read_query(&others) {
            Ok(filter) => filter,
            Err(problem) => return Err(faults.into_iter().fold(problem, Problem::fault)),
        };
        if faults.is_empty() {
            Ok(Self {
                filter,
                after,
                limit,
                path: path.to_owned(),
                others,
            })
        } else {
            Err(Problem::invalid(faults))
        }
    }
}

impl<F: DeserializeOwned + Validate + 'static, K: DeserializeOwned + 'static> FromRequest for Listing<F, K> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::of(request.uri().path(), request.query_string()))
    }
}

/// A name for a list and its filter, whatever the order of its parameters: a cursor of one is none of another.
fn list_named(path: &str, filter: &[(String, String)]) -> String {
    let mut filter = filter.to_vec();
    filter.sort_unstable();
    let named = serde_json::to_vec(&(path, filter)).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(&digest::digest(&digest::SHA256, &named).as_ref()[..6])
}

fn encode<K: Serialize>(key: &K) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default())
}

fn decode<K: DeserializeOwned>(cursor: &str) -> Option<K> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}
