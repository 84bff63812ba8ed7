//! What a frontend asks, judged.

use actix_web::HttpRequest;
use domain::ids::FrontendId;
use domain::oauth::{self, Asked, AuthorizationError, Frontend, Parameters, request};
use persistence::frontends;
use persistence::frontends::authorizing::Wanted;

use crate::http::input::pairs;
use crate::http::{Code, Problem};
use crate::hub::Hub;

/// A request that may be answered.
pub(super) struct Request {
    /// Which frontend asks.
    pub(super) id: FrontendId,
    /// What is known of it.
    pub(super) frontend: Frontend,
    /// Where somebody is led in the end: an address of its own.
    pub(super) address: String,
    /// What it asks for.
    pub(super) asked: Asked,
}

/// Why a request is not answered.
pub(super) enum Stop {
    /// Told here: nobody knows where to lead them.
    Here(Problem),
    /// Told to the frontend.
    There {
        /// Its address.
        address: String,
        /// What comes back to it as it is.
        state: Option<String>,
        /// What is wrong.
        error: AuthorizationError,
    },
}

impl Request {
    /// Reads the query: first who asks and where to, then everything else.
    pub(super) async fn read(hub: &Hub, request: &HttpRequest) -> Result<Self, Stop> {
        let unknown = || Stop::Here(Problem::new(Code::FrontendNotKnown));
        let parameters = Parameters::read(pairs(request.query_string()).map_err(Stop::Here)?);
        let id = parameters.client_id.as_deref().and_then(|id| id.parse().ok());
        let id: FrontendId = id.ok_or_else(unknown)?;
        let found = hub.ask(move |db| Ok(frontends::active(db, id)?)).await;
        let frontend = found.map_err(Stop::Here)?.ok_or_else(unknown)?.described();
        let address = parameters.destination(&frontend).ok_or_else(unknown)?.to_owned();
        match request::judge(&parameters, &frontend) {
            Ok(asked) => Ok(Self {
                id,
                frontend,
                address,
                asked,
            }),
            Err(error) => Err(Stop::There {
                address,
                state: parameters.returned_state().map(str::to_owned),
                error,
            }),
        }
    }

    /// The same, as it is kept.
    pub(super) fn wanted(&self) -> Wanted {
        Wanted {
            frontend: self.id,
            redirect_uri: self.address.clone(),
            scopes: self.asked.scopes.clone(),
            challenge: self.asked.challenge.clone(),
            state: self.asked.state.clone(),
            asks_consent: oauth::asks_consent(self.frontend.party, &self.address),
        }
    }

    /// The address of a page of the hub's for this request. It names the request as it was judged, whatever else came with it.
    pub(super) fn at(&self, hub: &Hub, path: &str) -> String {
        format!("{}{path}?{}", hub.settings.public_base(), self.query())
    }

    /// As [`Self::at`], without the site: for links and forms of pages, which stay where they were opened.
    pub(super) fn on_site(&self, hub: &Hub, path: &str) -> String {
        let before = hub.settings.public_url.path().trim_end_matches('/');
        format!("{before}{path}?{}", self.query())
    }

    fn query(&self) -> String {
        let parameters = Parameters::of(&self.id.to_string(), &self.address, &self.asked);
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters).finish()
    }

    /// What the pages have to name so that their forms may lead there.
    pub(super) fn source(&self) -> Option<String> {
        oauth::redirect::source(&self.address)
    }
}
