//! For agents and supervisors: one folder a subject.

pub mod accounts;
pub mod attestations;
pub mod audit;
pub mod cards;
pub mod cases;
pub mod centres;
pub(in crate::routes) mod credentials;
pub mod e_reporting;
pub mod factory;
pub mod fees;
pub mod frontends;
pub(in crate::routes) mod history_view;
pub mod known_qualifications;
pub mod messages;
pub mod production_orders;
pub mod staff;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    accounts::register(routes);
    cases::register(routes);
    attestations::register(routes);
    cards::register(routes);
    production_orders::register(routes);
    centres::register(routes);
    e_reporting::register(routes);
    known_qualifications::register(routes);
    fees::register(routes);
    factory::register(routes);
    frontends::register(routes);
    staff::register(routes);
    messages::register(routes);
    audit::register(routes);
}
