//! The stages of everything else that has a lifecycle.

use super::labels;
use crate::account;
use crate::actor::Role;
use crate::attestation;
use crate::card::printed::FieldNumber;
use crate::card::{self, RevocationReason};
use crate::entitlement;
use crate::export;
use crate::payment;
use crate::production_order::{self, OrderType};
use crate::rules::invoices::InvoiceKind;

labels! {
    account::Stage {
        PendingReview => "En cours d’analyse", "Pending review";
        CorrectionRequested => "Correction demandée", "Correction requested";
        AwaitingPassword => "En attente du mot de passe", "Awaiting the password";
        Active => "Actif", "Active";
        Suspended => "Suspendu", "Suspended";
        Rejected => "Refusé", "Rejected";
        Closed => "Fermé", "Closed";
    }
}

labels! {
    export::Stage {
        Preparing => "En préparation", "Being prepared";
        Ready => "Prêt", "Ready";
        Failed => "En échec", "Failed";
        Expired => "Effacé", "Erased";
    }
}

labels! {
    entitlement::Stage {
        Available => "Disponible", "Available";
        Reserved => "Réservé par une demande", "Reserved by a case";
        Used => "Utilisé", "Used";
        Lost => "Perdu", "Lost";
        Over => "Échu", "Over";
    }
}

labels! {
    attestation::Stage {
        Recorded => "Enregistrée", "Recorded";
        Matched => "Rattachée", "Matched";
        Mismatch => "À vérifier", "Mismatch";
        Dismissed => "Écartée", "Dismissed";
        Withdrawn => "Retirée", "Withdrawn";
    }
}

labels! {
    card::Stage {
        InProduction => "En fabrication", "In production";
        InTransit => "En cours d’acheminement", "In transit";
        Active => "Active", "Active";
        Suspended => "Suspendue", "Suspended";
        Undelivered => "Pli non distribué", "Undelivered";
        Returned => "Retournée", "Returned";
        Revoked => "Révoquée", "Revoked";
        Superseded => "Remplacée", "Superseded";
        Expired => "Expirée", "Expired";
        Destroyed => "Détruite", "Destroyed";
    }
}

labels! {
    RevocationReason {
        Lost => "Perte", "Loss";
        Stolen => "Vol", "Theft";
        LostInPost => "Perdue par la poste", "Lost in the post";
        AttestationWithdrawn => "Attestation de formation retirée", "Training attestation withdrawn";
        Fraud => "Fraude", "Fraud";
        Other => "Autre raison", "Other reason";
    }
}

labels! {
    FieldNumber {
        Surname => "Nom", "Surname";
        FirstNames => "Prénoms", "First names";
        Birth => "Date et lieu de naissance", "Date and place of birth";
        IssuedOn => "Date de délivrance", "Date of issue";
        ExpiresOn => "Date d’expiration", "Date of expiry";
        Issuer => "Autorité de délivrance", "Issued by";
        LicenceNumber => "Numéro du permis de conduire", "Driving licence number";
        CardNumber => "Numéro de la carte", "Card number";
        Code95 => "Code 95 de la catégorie", "Code 95 of the category";
    }
}

labels! {
    payment::Alert {
        PartlyRefunded => "Remboursé en partie, à la main", "Refunded in part, by hand";
        RefundByHand => "Remboursé à la main", "Refunded by hand";
        RefundFailed => "Remboursement non abouti", "The refund failed";
        RefundRefused => "Remboursement refusé par le prestataire", "The provider refuses the refund";
        DisputeOpened => "Contesté par le titulaire de la carte bancaire", "Disputed by the bank card's holder";
        DisputeLost => "Contestation perdue : la banque a rendu l’argent", "Dispute lost: the bank gave the money back";
    }
}

labels! {
    payment::Stage {
        Pending => "En cours", "Pending";
        Failed => "Échoué", "Failed";
        Cancelled => "Annulé", "Cancelled";
        Succeeded => "Réussi", "Succeeded";
        RefundDue => "À rembourser", "Refund due";
        Refunded => "Remboursé", "Refunded";
    }
}

labels! {
    InvoiceKind {
        Invoice => "Facture", "Invoice";
        CreditNote => "Avoir", "Credit note";
    }
}

labels! {
    production_order::Stage {
        Queued => "En file d’attente", "Queued";
        Started => "Commencé", "Started";
        Shipped => "Expédié", "Shipped";
        Failed => "Échoué", "Failed";
    }
}

labels! {
    OrderType {
        Produce => "Fabrication", "Production";
        Reship => "Réexpédition", "Re-shipping";
    }
}

labels! {
    Role {
        Driver => "Conducteur", "Driver";
        Agent => "Agent", "Agent";
        Supervisor => "Superviseur", "Supervisor";
        Centre => "Centre de formation", "Training centre";
        Production => "Fabrication", "Production";
        Frontend => "Application", "Application";
        Payment => "Prestataire de paiement", "Payment provider";
        System => "Système", "System";
        Anonymous => "Visiteur", "Visitor";
    }
}
