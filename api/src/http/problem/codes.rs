//! THE table of problem codes: code, status, title and explanation. A code is part of the contract: once
//! published it keeps its name and meaning.

use super::table::problem_codes;

problem_codes! {
    MalformedRequest = 400 "malformed_request"
        fr "Requête mal formée"
           "La requête ne peut pas être lue : une partie (en-tête, adresse ou corps) n’a pas la forme attendue. Le détail dit laquelle."
        en "Malformed request"
           "The request cannot be read: a part of it (a header, the address or the body) does not have the expected form. The detail says which."
    MalformedJson = 400 "malformed_json"
        fr "JSON illisible"
           "Le corps de la requête n’est pas du JSON en UTF-8. Le détail donne la ligne et la colonne où la lecture s’est arrêtée."
        en "Unreadable JSON"
           "The body of the request is not JSON in UTF-8. The detail gives the line and column where reading stopped."
    BodyMissing = 400 "body_missing"
        fr "Corps de requête absent"
           "Cette opération attend un corps JSON, et la requête n’en a pas."
        en "Missing request body"
           "This operation expects a JSON body, and the request has none."
    IdempotencyKeyMalformed = 400 "idempotency_key_malformed"
        fr "Clé d’idempotence mal formée"
           "L’en-tête Idempotency-Key contient de 1 à 255 caractères ASCII visibles, par exemple un UUID, et n’apparaît qu’une fois."
        en "Malformed idempotency key"
           "The Idempotency-Key header holds 1 to 255 visible ASCII characters, a UUID for instance, and appears only once."
    IdempotencyKeyRequired = 400 "idempotency_key_required"
        fr "Clé d’idempotence requise"
           "Cette opération demande un en-tête Idempotency-Key, afin qu’une répétition involontaire n’ait pas d’effet double."
        en "Idempotency key required"
           "This operation requires an Idempotency-Key header, so that an unwanted repetition has no double effect."
    Unauthenticated = 401 "unauthenticated"
        fr "Authentification requise"
           "Cette opération demande un jeton d’accès valide dans l’en-tête Authorization (Bearer). Le jeton est absent, expiré, ou sa session a pris fin."
        en "Authentication required"
           "This operation requires a valid access token in the Authorization header (Bearer). The token is absent, expired, or its session has ended."
    Forbidden = 403 "forbidden"
        fr "Opération non permise"
           "Vous êtes bien identifié, mais votre rôle ou la portée de votre jeton ne permet pas cette opération."
        en "Not allowed"
           "You are known, but your role or the scope of your token does not allow this operation."
    NotFound = 404 "not_found"
        fr "Introuvable"
           "Rien n’existe à cette adresse, ou ce qui s’y trouve ne vous appartient pas."
        en "Not found"
           "Nothing exists at this address, or what exists there is not yours."
    MethodNotAllowed = 405 "method_not_allowed"
        fr "Méthode non permise"
           "Cette adresse existe, mais pas avec cette méthode HTTP. L’en-tête Allow donne celles qui sont permises."
        en "Method not allowed"
           "This address exists, but not with this HTTP method. The Allow header lists those it has."
    NotAcceptable = 406 "not_acceptable"
        fr "Aucun format acceptable"
           "L’en-tête Accept (ou Accept-Encoding) exclut toutes les formes sous lesquelles cette ressource existe."
        en "No acceptable format"
           "The Accept (or Accept-Encoding) header excludes every form in which this resource exists."
    NotPossibleInStage = 409 "not_possible_in_stage"
        fr "Impossible à cette étape"
           "L’étape actuelle ne permet pas cette action. Le problème nomme l’étape (stage) et les actions possibles (possible_actions)."
        en "Not possible at this stage"
           "The current stage does not allow this action. The problem names the stage and the possible actions (possible_actions)."
    NotAskedFor = 409 "not_asked_for"
        fr "Modification non demandée"
           "Cette partie du dossier ne peut pas être modifiée maintenant : le type de demande ne la prévoit pas, ou aucun élément à corriger ne la nomme."
        en "Not asked for"
           "This part of the case cannot be changed now: its kind does not ask for it, or no item to correct names it."
    NotAssignee = 409 "not_assignee"
        fr "Dossier non attribué à vous"
           "Seul l’agent qui a pris le dossier peut décider. Prenez-le d’abord, ou demandez à un superviseur de vous l’attribuer."
        en "Not assigned to you"
           "Only the agent who took the case decides. Take it first, or ask a supervisor to assign it to you."
    NoEntitlement = 409 "no_entitlement"
        fr "Aucun droit à une carte"
           "Aucune formation enregistrée ne donne actuellement droit à une nouvelle carte. La liste entitlements dit pourquoi, secteur par secteur, et combien d’heures manquent."
        en "No right to a card"
           "No recorded training gives the right to a new card at present. The list entitlements says why for each sector, and how many hours are missing."
    EntitlementLost = 409 "entitlement_lost"
        fr "Droit à une carte perdu"
           "L’attestation qui ouvrait le droit à cette carte a été retirée entre-temps par le centre de formation."
        en "Right to a card lost"
           "The attestation that gave the right to this card has since been withdrawn by the training centre."
    Incomplete = 409 "incomplete"
        fr "Demande incomplète"
           "Des étapes ou des pièces justificatives manquent. La liste missing les nomme."
        en "Incomplete case"
           "Steps or documents are missing. The list missing names them."
    LicenceCategory = 409 "licence_category"
        fr "Catégorie de permis manquante"
           "Le permis déclaré ne porte aucune catégorie qui convienne aux secteurs que donne sectors."
        en "Licence category missing"
           "The licence that was declared has no category that fits the sectors given in sectors."
    ItemsLeft = 409 "items_left"
        fr "Éléments restés sans réponse"
           "Chaque élément demandé attend une correction ou un commentaire. La liste items donne les identifiants de ceux qui restent."
        en "Items left unanswered"
           "Every item asked for awaits a correction or a comment. The list items gives the ids of those that are left."
    EmailInUse = 409 "email_in_use"
        fr "Adresse électronique déjà employée"
           "Un autre compte emploie déjà cette adresse électronique."
        en "Email address in use"
           "Another account uses this email address already."
    LicenceInUse = 409 "licence_in_use"
        fr "Permis déjà connu"
           "Un autre compte approuvé porte déjà ce permis de conduire."
        en "Licence in use"
           "Another approved account has this driving licence already."
    CaseOpen = 409 "case_open"
        fr "Demande en cours"
           "Une demande est encore en cours, ou un paiement n’est pas réglé. Menez-la à son terme ou annulez-la d’abord."
        en "A case is open"
           "A case is still open, or a payment is not settled. Bring it to its end or cancel it first."
    NewerCardActive = 409 "newer_card_active"
        fr "Carte plus récente déjà active"
           "Une carte plus récente du même conducteur est déjà active : celle-ci ne peut plus l’être."
        en "A newer card is active"
           "A newer card of the same driver is active already: this one no longer can be."
    ReferenceTaken = 409 "reference_taken"
        fr "Référence déjà employée"
           "Le centre a déjà transmis, sous cette référence (external_reference), une attestation au contenu différent. Le problème donne son identifiant (attestation_id)."
        en "Reference already used"
           "The centre has posted an attestation with another content under this external_reference. The problem gives its id (attestation_id)."
    AccountNotActive = 409 "account_not_active"
        fr "Compte inactif"
           "Le compte n'est pas actif : rien ne peut lui être rattaché."
        en "Account not active"
           "The account is not active: nothing can be matched with it."
    NotOver = 409 "not_over"
        fr "Pas encore échu"
           "Ce qui prendrait fin n’est pas encore échu."
        en "Not over yet"
           "What would end is not over yet."
    Conflict = 409 "conflict"
        fr "Conflit avec l’existant"
           "La demande contredit ce qui existe déjà. Le détail dit quoi."
        en "Conflict with what exists"
           "The request contradicts what exists already. The detail says what."
    IdempotencyInProgress = 409 "idempotency_in_progress"
        fr "Requête déjà en cours"
           "Une requête portant la même clé d’idempotence est encore en cours. Répétez-la dans quelques secondes."
        en "Request in progress"
           "A request with the same idempotency key is still running. Repeat it in a few seconds."
    Stale = 412 "stale"
        fr "Version dépassée"
           "La ressource a changé depuis la version que nomme votre en-tête If-Match. Lisez-la de nouveau, puis décidez."
        en "Stale version"
           "The resource has changed since the version named by your If-Match header. Read it again, then decide."
    BodyTooLarge = 413 "body_too_large"
        fr "Corps de requête trop grand"
           "Le corps de la requête dépasse la taille permise, que donne le détail."
        en "Request body too large"
           "The body of the request exceeds the allowed size, which the detail gives."
    UnsupportedMediaType = 415 "unsupported_media_type"
        fr "Format non pris en charge"
           "Le type de contenu (Content-Type, ou Content-Encoding) n’est pas de ceux que cette opération lit. Le détail les nomme."
        en "Unsupported media type"
           "The content type (Content-Type, or Content-Encoding) is not one that this operation reads. The detail names them."
    Invalid = 422 "invalid"
        fr "Données invalides"
           "Une ou plusieurs valeurs sont refusées. La liste errors donne, pour chacune, sa place (pointer, au sens de la RFC 6901, ou parameter), un code stable et un message."
        en "Invalid data"
           "One or more values are refused. The list errors gives for each its place (pointer, as in RFC 6901, or parameter), a stable code and a message."
    IdempotencyKeyReused = 422 "idempotency_key_reused"
        fr "Clé d’idempotence déjà employée"
           "Cette clé d’idempotence a déjà servi pour une requête au contenu différent. Employez une nouvelle clé pour une nouvelle requête."
        en "Idempotency key already used"
           "This idempotency key was used for a request with another content. Use a new key for a new request."
    PreconditionRequired = 428 "precondition_required"
        fr "Précondition requise"
           "Cette décision demande un en-tête If-Match avec l’ETag de la version lue, afin de ne pas décider sur un dossier qui a changé."
        en "Precondition required"
           "This decision requires an If-Match header with the ETag of the version that was read, so as not to decide on a file that has changed."
    RateLimited = 429 "rate_limited"
        fr "Trop de requêtes"
           "Trop de requêtes en peu de temps. L’en-tête Retry-After dit dans combien de secondes recommencer."
        en "Too many requests"
           "Too many requests in a short time. The Retry-After header says in how many seconds to try again."
    Internal = 500 "internal"
        fr "Erreur interne"
           "Une erreur de notre fait. Elle est enregistrée sous l’identifiant request_id : donnez-le si vous nous écrivez."
        en "Internal error"
           "An error of ours. It is recorded under request_id: quote it when you write to us."
    Unavailable = 503 "unavailable"
        fr "Service momentanément indisponible"
           "Le service est trop chargé ou une de ses parties ne répond pas. Rien n’a été fait ; recommencez après le délai de l’en-tête Retry-After."
        en "Service unavailable"
           "The service is overloaded or a part of it does not answer. Nothing was done; try again after the delay in the Retry-After header."
    OutcomeUnknown = 503 "outcome_unknown"
        fr "Issue inconnue"
           "La connexion à la base de données s’est perdue au moment de valider : l’action a pu être faite ou non. Lisez la ressource, ou répétez la requête avec la même clé d’idempotence."
        en "Outcome unknown"
           "The connection to the database was lost while committing: the action may or may not have been done. Read the resource, or repeat the request with the same idempotency key."
}

impl Code {
    /// The stable name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The HTTP status.
    pub fn status(self) -> actix_web::http::StatusCode {
        actix_web::http::StatusCode::from_u16(self.row().status)
            .unwrap_or(actix_web::http::StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// The code that says no more than a bare HTTP status does.
    pub fn of_status(status: u16) -> Self {
        match status {
            401 => Self::Unauthenticated,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            406 => Self::NotAcceptable,
            409 => Self::Conflict,
            412 => Self::Stale,
            413 => Self::BodyTooLarge,
            415 => Self::UnsupportedMediaType,
            422 => Self::Invalid,
            428 => Self::PreconditionRequired,
            429 => Self::RateLimited,
            503 => Self::Unavailable,
            400..=499 => Self::MalformedRequest,
            _ => Self::Internal,
        }
    }
}
