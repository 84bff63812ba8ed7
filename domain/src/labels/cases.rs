//! Cases: their kinds and stages, their documents and fields, what can be done with them.

use super::{Label as _, labels};
use crate::case::{Field, ItemTarget, Kind, Stage, StepName, ViewerAction};
use crate::people::Language;
use crate::rules::documents::{DocumentScan, DocumentType};

impl ItemTarget {
    /// What it is about, for people: its document or field.
    pub fn label(self, language: Language) -> &'static str {
        match self {
            Self::Document(document) => document.label(language),
            Self::Field(field) => field.label(language),
            // The same in both languages.
            Self::Question => "Question",
        }
    }
}

labels! {
    Kind {
        Cqc => "Carte de qualification de conducteur", "Driver qualification card";
        Loss => "Remplacement pour perte", "Replacement for loss";
        Theft => "Remplacement pour vol", "Replacement for theft";
        Quality => "Remplacement pour qualité", "Replacement for quality";
        Undelivered => "Pli non distribué", "Undelivered mail";
        NonDelivery => "Carte non reçue", "Card not received";
    }
}

labels! {
    Stage {
        Draft => "Brouillon", "Draft";
        AwaitingPayment => "En attente de paiement", "Awaiting payment";
        Submitted => "Envoyée", "Submitted";
        InReview => "En cours d’examen", "In review";
        InformationRequested => "Complément d’information demandé", "Information requested";
        AwaitingCardReturn => "En attente du retour de la carte", "Awaiting the return of the card";
        UnderAnalysis => "Carte en cours d’analyse", "Card under analysis";
        CorrectionRequested => "Correction demandée", "Correction requested";
        AwaitingAddress => "En attente de l’adresse", "Awaiting the address";
        ReadyToShip => "Prête à être expédiée", "Ready to ship";
        InProduction => "Carte en fabrication", "Card in production";
        Shipped => "Carte expédiée", "Card shipped";
        Completed => "Terminée", "Completed";
        Cancelled => "Annulée", "Cancelled";
        Rejected => "Refusée", "Rejected";
        Expired => "Expirée", "Expired";
    }
}

labels! {
    ViewerAction {
        Resume => "Reprendre", "Resume";
        Cancel => "Annuler", "Cancel";
        View => "Afficher", "View";
        Respond => "Répondre", "Respond";
        Pay => "Payer", "Pay";
        Withdraw => "Retirer", "Withdraw";
    }
}

labels! {
    StepName {
        Holder => "Titulaire de la carte", "Card holder";
        Documents => "Pièces justificatives", "Supporting documents";
        Declaration => "Déclaration", "Declaration";
        DeliveryAddress => "Adresse de livraison", "Delivery address";
        BillingAddress => "Adresse de facturation", "Billing address";
    }
}

labels! {
    DocumentType {
        IdentityDocument => "Pièce d’identité", "Identity document";
        LicenceFront => "Permis de conduire, recto", "Driving licence, front";
        LicenceBack => "Permis de conduire, verso", "Driving licence, back";
        Photo => "Photo d’identité", "Photo";
        Signature => "Signature", "Signature";
        TheftDeclaration => "Déclaration de vol", "Declaration of theft";
    }
}

labels! {
    DocumentScan {
        Scanning =>
            "Recherche de virus en cours.",
            "Being scanned for viruses.";
        Clean => "Aucun virus trouvé.", "No virus found.";
        Infected =>
            "Refusée : un virus y a été trouvé, et le fichier a été détruit. Envoyez-en un autre : photographiez ou numérisez à nouveau le papier, depuis un appareil sain.",
            "Refused: a virus was found in it, and the file was destroyed. Send another one: photograph or scan the paper anew, on a sound device.";
    }
}

labels! {
    Field {
        Surname => "Nom", "Surname";
        FirstNames => "Prénoms", "First names";
        BirthDate => "Date de naissance", "Date of birth";
        BirthPlace => "Lieu de naissance", "Place of birth";
        BirthCountry => "Pays de naissance", "Country of birth";
        Licence => "Permis de conduire", "Driving licence";
        Address => "Adresse postale", "Postal address";
        Phone => "Téléphone", "Phone";
        Email => "Adresse électronique", "Email address";
        DeliveryAddress => "Adresse de livraison", "Delivery address";
        BillingAddress => "Adresse de facturation", "Billing address";
    }
}
