//! The example portal (`examples/portal`), which the sandbox serves at `/`, so that whoever starts a hub can look at it.
//! It is a frontend like any other, and asks only what the contract offers. Its built files lie in `assets/portal`.

use actix_web::guard::fn_guard;
use actix_web::http::header::CONTENT_SECURITY_POLICY;
use actix_web::web::{self, ServiceConfig};

use crate::http::Reply;
use crate::http::middleware::acceptance::is_for_people;

const INDEX: &str = include_str!("../../../assets/portal/index.html");
const SCRIPT: &str = include_str!("../../../assets/portal/portal/portal.js");
const STYLE: &str = include_str!("../../../assets/portal/portal/portal.css");
/// Licences of what others wrote of the script.
const LICENCES: &str = include_str!("../../../assets/portal/portal/LICENSES.txt");

/// Seconds for which anybody may keep a file without asking whether it is still the same: none, for they
/// fit together and their names do not change.
const KEPT_FOR: u32 = 0;

/// Its own script and style, pictures that it was given as bytes, and requests to this hub: nothing else, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The portal's pages, of which its script shows the right one, but for `/`.
const PAGES: &[&str] = &[
    "/register",
    "/sign-in",
    "/signed-in",
    "/forgotten-password",
    "/send-link",
    "/trainings",
    "/trainings/{id}",
    "/certificates",
    "/certificates/{id}",
    "/cases",
    "/cases/over",
    "/cases/new",
    "/cases/replacement",
    "/cases/{id}",
    "/cases/{id}/respond",
    "/cards",
    "/cards/{id}",
    "/shares",
    "/shares/{id}",
    "/invoices",
    "/invoices/{id}",
    "/account",
    "/account-export/{id}",
    "/desk",
    "/desk/accounts",
    "/desk/accounts/{id}",
    "/desk/cases",
    "/desk/cases/{id}",
    "/desk/cards",
    "/desk/cards/{id}",
    "/desk/undelivered",
    "/desk/attestations",
    "/desk/attestations/{id}",
    "/desk/production",
    "/desk/production/{id}",
    "/desk/security",
    "/sandbox",
    "/sandbox/mailbox",
    "/sandbox/factory",
    "/sandbox/factory/{id}",
];

/// Those to which links in mails lead, for each of which the hub has a page without a script.
const BEHIND_LINKS: &[&str] = &[
    "/choose-password/{id}",
    "/reset-password/{id}",
    "/correct-account/{id}",
    "/change-email/{id}",
    "/keep-email/{id}",
];

/// Registers its first page, for browsers: `/` is shared with the contract.
pub(super) fn register_start(config: &mut ServiceConfig) {
    config.service(
        web::resource("/")
            .guard(fn_guard(|context| is_for_people(context.head().headers())))
            .route(web::get().to(page)),
    );
}

/// Registers the rest of it. Links in mails lead to it where `link_base` names this hub, and else to the hub's own pages.
pub(super) fn register(config: &mut ServiceConfig, is_link_base: bool) {
    config
        .route("/portal/portal.js", web::get().to(script))
        .route("/portal/portal.css", web::get().to(style))
        .route("/portal/LICENSES.txt", web::get().to(licences));
    let behind_links = if is_link_base { BEHIND_LINKS } else { &[] };
    for path in PAGES.iter().chain(behind_links) {
        config.route(path, web::get().to(page));
    }
}

async fn page() -> Reply {
    public("text/html; charset=utf-8", INDEX)
}

async fn script() -> Reply {
    public("text/javascript; charset=utf-8", SCRIPT)
}

async fn style() -> Reply {
    public("text/css; charset=utf-8", STYLE)
}

async fn licences() -> Reply {
    public("text/plain; charset=utf-8", LICENCES)
}

fn public(media_type: &str, text: &'static str) -> Reply {
    Reply::bytes(media_type, text)
        .version(0)
        .public_for(KEPT_FOR)
        .header(&CONTENT_SECURITY_POLICY, POLICY)
}

#[cfg(test)]
mod tests {
    use super::{BEHIND_LINKS, PAGES};

    /// What the portal's router knows.
    const ROUTES: &str = include_str!("../../../../examples/portal/src/routes.tsx");

    #[test]
    fn the_pages_are_those_of_the_portals_router() {
        let rows = ROUTES.lines().filter_map(|line| line.strip_prefix("  [\""));
        let mut routed: Vec<_> = rows
            .filter_map(|row| row.split_once('"'))
            .map(|(path, _)| path.replace(":id", "{id}"))
            .filter(|path| path != "/")
            .collect();
        let mut served: Vec<_> = PAGES.iter().chain(BEHIND_LINKS).map(ToString::to_string).collect();
        routed.sort();
        served.sort();
        assert_eq!(served, routed);
    }
}
