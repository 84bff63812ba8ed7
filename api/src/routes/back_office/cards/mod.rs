//! Any driver's cards, for the back office.

pub mod card_file;
pub mod get_card;
pub mod list_cards;
pub mod revoke_card;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers this area's endpoints.
pub fn register(config: &mut ServiceConfig) {
    config
        .service(list_cards::list_back_office_cards)
        .service(get_card::get_back_office_card)
        .service(revoke_card::revoke_card);
}
