//! A driver's cards.

pub mod activate_card;
pub mod card_view;
pub mod get_card;
pub mod get_visual;
pub mod list_cards;
mod visual;

use crate::routes::Routes;

/// Registers this area's endpoints.
pub fn register(routes: &mut impl Routes) {
    routes
        .service(list_cards::list_cards)
        .service(get_card::get_card)
        .service(get_visual::get_visual)
        .service(activate_card::activate_card);
}
