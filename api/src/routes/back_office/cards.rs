//! Any driver's cards, for the back office.

pub mod card_view;
pub mod get_card;
pub mod list_cards;
pub mod revoke_card;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_cards::list_back_office_cards)
        .service(get_card::get_back_office_card)
        .service(revoke_card::revoke_card);
}
