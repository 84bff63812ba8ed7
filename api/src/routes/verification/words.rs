//! What the page says, in both languages.

use domain::labels::Label as _;
use domain::people::Language;
use domain::rules::verification::VerificationStatus as Status;

use super::verification_view::PaperKind;

pub(super) struct Words {
    pub(super) check: &'static str,
    pub(super) certificate: &'static str,
    pub(super) card: &'static str,
    pub(super) compare: &'static str,
    /// Above the same where it is worth nothing.
    pub(super) worthless: &'static str,
    pub(super) surname: &'static str,
    pub(super) first_names: &'static str,
    pub(super) birth_date: &'static str,
    pub(super) sectors: &'static str,
    pub(super) period: &'static str,
    pub(super) to: &'static str,
    pub(super) issued_on: &'static str,
    pub(super) until: &'static str,
    pub(super) unknown: &'static str,
    pub(super) unknown_meaning: &'static str,
    pub(super) checked: &'static str,
    pub(super) code: &'static str,
    /// How an instant is written.
    pub(super) moment: &'static str,
}

pub(super) const fn words(language: Language) -> Words {
    match language {
        Language::French => Words {
            check: "Vérification",
            certificate: "Certificat de qualification",
            card: "Carte de qualification de conducteur",
            compare: "À comparer avec le document et une pièce d’identité",
            worthless: "Ce que porte le document, sans valeur aujourd’hui",
            surname: "Nom",
            first_names: "Prénoms",
            birth_date: "Date de naissance",
            sectors: "Secteur",
            period: "Période de validité",
            to: "au",
            issued_on: "Délivrée le",
            until: "jusqu’au",
            unknown: "Code inconnu",
            unknown_meaning: "Aucun certificat et aucune carte ne portent ce code. Vérifiez la saisie\u{a0}; si le code est \
                              bien celui du document, ce document n’a pas été délivré ici, ou n’est plus conservé.",
            checked: "Vérifié le",
            code: "Code",
            moment: "%d/%m/%Y à %H:%M (heure de Paris)",
        },
        Language::English => Words {
            check: "Check",
            certificate: "Certificate of qualification",
            card: "Driver qualification card",
            compare: "Compare with the document and proof of identity",
            worthless: "What the document says, worth nothing today",
            surname: "Surname",
            first_names: "First names",
            birth_date: "Date of birth",
            sectors: "Sector",
            period: "Period of validity",
            to: "to",
            issued_on: "Issued on",
            until: "until",
            unknown: "Unknown code",
            unknown_meaning: "No certificate and no card bears this code. Check what you typed; if it is the code on \
                              the document, that document was not issued here, or is no longer kept.",
            checked: "Checked on",
            code: "Code",
            moment: "%d/%m/%Y at %H:%M (Paris time)",
        },
    }
}

/// The status in a word. In French a certificate is masculine, a card feminine.
pub(super) fn status_word(kind: PaperKind, status: Status, language: Language) -> &'static str {
    match (language, kind, status) {
        (Language::French, PaperKind::Card, Status::Expired) => "Expirée",
        (Language::French, PaperKind::Card, Status::Suspended) => "Suspendue",
        (Language::French, PaperKind::Card, Status::Revoked) => "Révoquée",
        (Language::French, PaperKind::Card, Status::NotActive) => "Pas encore activée",
        _ => status.label(language),
    }
}

/// What a status means for whoever holds the paper in their hands.
pub(super) const fn meaning(
    kind: PaperKind,
    status: Status,
    waits_for_its_holder: bool,
    language: Language,
) -> &'static str {
    let (french, english) = match (kind, status) {
        (PaperKind::Certificate, Status::Valid) => (
            "Ce certificat prouve la qualification aujourd’hui, en France.",
            "This certificate proves the qualification today, in France.",
        ),
        (PaperKind::Card, Status::Valid) => (
            "Cette carte prouve la qualification aujourd’hui, pour les secteurs qui ne sont pas échus.",
            "This card proves the qualification today, for the sectors that are not over.",
        ),
        (PaperKind::Certificate, Status::Expired) => (
            "La période de ce certificat est terminée\u{a0}: il ne prouve plus la qualification.",
            "The period of this certificate is over: it no longer proves the qualification.",
        ),
        (PaperKind::Card, Status::Expired) => (
            "La période de cette carte est terminée\u{a0}: elle ne prouve plus la qualification.",
            "The period of this card is over: it no longer proves the qualification.",
        ),
        (_, Status::Suspended) => (
            "Son titulaire l’a déclarée perdue, volée ou jamais reçue\u{a0}: tant que c’est le cas, cette carte ne prouve pas la \
             qualification, même si elle paraît en règle.",
            "Its holder declared it lost, stolen or never received: as long as that stands, this card does not prove the qualification, \
             even if it looks in order.",
        ),
        (PaperKind::Certificate, Status::Revoked) => (
            "Ce certificat a été révoqué depuis son impression\u{a0}: il ne prouve plus rien, même s’il paraît en règle.",
            "This certificate was revoked after it was printed: it proves nothing, even if it looks in order.",
        ),
        (PaperKind::Card, Status::Revoked) => (
            "Cette carte a été révoquée ou remplacée\u{a0}: elle ne prouve plus rien, même si elle paraît en règle.",
            "This card was revoked or replaced: it proves nothing, even if it looks in order.",
        ),
        (PaperKind::Certificate, Status::NotActive) => (
            "La période de ce certificat n’a pas commencé\u{a0}: il ne prouve pas encore la qualification.",
            "The period of this certificate has not begun: it does not prove the qualification yet.",
        ),
        (PaperKind::Card, Status::NotActive) if waits_for_its_holder => (
            "Cette carte est authentique et a été délivrée à la personne ci-dessous, qui ne l’a pas encore activée\u{a0}: elle \
             n’est donc pas encore en service. Ce n’est pas le signe d’une fraude. Son titulaire peut l’activer à l’instant, \
             dans son espace, et le certificat de qualification, tant qu’il court, prouve la qualification.",
            "This card is genuine and was issued to the person below, who has not activated it yet: it is therefore not in \
             use yet. That is no sign of fraud. Its holder can activate it at once, in their space, and the certificate of \
             qualification, as long as it lasts, proves the qualification.",
        ),
        (PaperKind::Card, Status::NotActive) => (
            "Cette carte a été établie pour la personne ci-dessous, mais ne lui a pas encore été remise\u{a0}: elle n’est pas en \
             service. Le certificat de qualification, tant qu’il court, prouve la qualification.",
            "This card was made for the person below, but has not been handed over to them yet: it is not in use. The \
             certificate of qualification, as long as it lasts, proves the qualification.",
        ),
    };
    match language {
        Language::French => french,
        Language::English => english,
    }
}
