//! Proof of qualification for an employer: a driver makes a share, and whoever has its link or its code is told what
//! the driver chose to show, as it is at that moment (`domain::rules::share`).
//!
//! What could go wrong, and what stands in the way:
//!
//! - **Somebody tries links and codes**: 256 bits and 75 bits of chance; wrong ones are counted by network
//!   (`http::middleware::limits`), and those that are over, were ended or never were are answered alike.
//! - **A link is passed on**: it lasts thirty days at the most, its driver sees each look and ends it at once; names
//!   and the year of birth are all that it tells of the person.
//! - **A program opens a link that was sent by mail or chat**: the page asks first, and shows and notes nothing before
//!   a button is pressed (`routes::pages::share`).
//! - **A database is read**: there are digests of both ways in it.

pub mod end_share;
pub mod get_share;
pub mod list_looks;
pub mod list_shares;
pub mod look;
pub mod look_view;
pub mod make_share;
pub mod proof_view;
pub mod share_view;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(make_share::make_share)
        .service(list_shares::list_shares)
        .service(get_share::get_share)
        .service(end_share::end_share)
        .service(list_looks::list_share_looks)
        .service(look::read_shared);
}
