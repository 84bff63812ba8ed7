//! Sectors, trainings, consents, licences, passwords, defects: the vocabularies of the rules.

use super::labels;
use crate::people::{BirthDatePrecision, Language};
use crate::rules::accreditation::CentreKind;
use crate::rules::consents::Consent;
use crate::rules::defects::Defect;
use crate::rules::eligibility::IneligibilityReason;
use crate::rules::fees::{Currency, FeeKind, OperationCategory};
use crate::rules::known_qualification::KnownQualificationSource;
use crate::rules::licence_number::{LicenceFormat, LicenceWarning};
use crate::rules::matching::MismatchReason;
use crate::rules::password::PasswordForm;
use crate::rules::plausibility::OverlapDecision;
use crate::rules::retention::Retained;
use crate::rules::share::{ShareItem, ShareStatus};

use crate::rules::training::TrainingType;
use crate::rules::verification::VerificationStatus;
use crate::sector::Sector;

labels! {
    Language {
        French => "Français", "French";
        English => "Anglais", "English";
    }
}

labels! {
    BirthDatePrecision {
        Day => "Date complète", "Whole date";
        Month => "Mois et année seulement", "Month and year only";
        Year => "Année seulement", "Year only";
    }
}

labels! {
    Sector {
        Goods => "Marchandises", "Goods";
        Passengers => "Voyageurs", "Passengers";
    }
}

labels! {
    TrainingType {
        InitialLong =>
            "Qualification initiale longue (titre professionnel ou diplôme)",
            "Long initial qualification (vocational title or diploma)";
        Fimo => "Formation initiale minimale obligatoire (FIMO)", "Accelerated initial qualification (FIMO)";
        Bridging => "Formation passerelle", "Bridging training";
        Fco => "Formation continue obligatoire (FCO)", "Periodic training (FCO)";
        FcoSequence => "Séquence de formation continue obligatoire", "Sequence of periodic training";
        Equivalence =>
            "Équivalence (titre équivalent ou expérience validée)",
            "Equivalence (equivalent title or validated experience)";
    }
}

labels! {
    OperationCategory {
        Goods => "Livraison de biens", "Delivery of goods";
        Services => "Prestation de services", "Supply of services";
    }
}

labels! {
    CentreKind {
        Accredited => "Centre de formation agréé", "Accredited training centre";
        School => "Établissement scolaire", "School";
    }
}

labels! {
    KnownQualificationSource {
        Imported => "Reprise du registre précédent", "Imported from the former register";
        Attested => "Carte vue par le centre de formation", "Card seen by the training centre";
        CardShown => "Carte présentée", "Card shown";
        LicenceCode95 => "Code 95 du permis de conduire", "Code 95 of the driving licence";
    }
}

labels! {
    OverlapDecision {
        Counts => "Formation retenue", "Training counted";
        Ignored => "Formation écartée", "Training set aside";
    }
}

labels! {
    VerificationStatus {
        Valid => "Valide", "Valid";
        Expired => "Expiré", "Expired";
        Suspended => "Suspendu", "Suspended";
        Revoked => "Révoqué", "Revoked";
        NotActive => "Pas encore activé", "Not active yet";
    }
}

labels! {
    ShareItem {
        Qualification => "Qualification", "Qualification";
        Card => "Carte de qualification de conducteur", "Driver qualification card";
        Hours => "Heures de formation continue", "Hours of periodic training";
    }
}

labels! {
    ShareStatus {
        Active => "En cours", "Active";
        Ended => "Arrêté", "Ended";
        Expired => "Expiré", "Expired";
    }
}

labels! {
    Consent {
        PrivacyPolicy =>
            "J’ai pris connaissance de la politique de confidentialité.",
            "I have read the privacy policy.";
        GeneralConditions =>
            "J’accepte les conditions générales.",
            "I accept the general conditions.";
        DataAccuracy =>
            "Je certifie l’exactitude des données que je renseigne.",
            "I certify that the data I give is accurate.";
        ElectronicCommunication =>
            "J’accepte que les échanges se fassent par voie électronique.",
            "I agree to communicate electronically.";
    }
}

labels! {
    LicenceFormat {
        FrTwelveDigits => "Permis français, 12 chiffres", "French licence, 12 digits";
        FrSince2013 => "Permis français délivré depuis 2013", "French licence issued since 2013";
        FrOldForm => "Permis français ancien", "Old French licence";
        Foreign => "Permis étranger", "Foreign licence";
    }
}

labels! {
    LicenceWarning {
        UnlikelyMonth =>
            "Les 3ᵉ et 4ᵉ chiffres désignent d’ordinaire un mois, de 01 à 12 : vérifiez la saisie.",
            "The 3rd and 4th digits usually stand for a month, 01 to 12: please check.";
        OldForm =>
            "Ce numéro a la forme de ceux d’avant 1975 : si le permis est plus récent, vérifiez qu’aucun caractère ne manque.",
            "This number has the form of those from before 1975: if the licence is newer, check that no character is missing.";
    }
}

labels! {
    MismatchReason {
        SurnameDiffers => "Même permis, autre nom", "Same licence, other surname";
        BirthDateDiffers => "Même permis, autre date de naissance", "Same licence, other birth date";
        SurnameAndBirthDateDiffer =>
            "Même permis, autres nom et date de naissance",
            "Same licence, other surname and birth date";
        LicenceDiffers => "Mêmes nom et date de naissance, autre permis", "Same surname and birth date, other licence";
        NephDiffers => "Même personne d’après le reste, autre NEPH", "Same person by the rest, other NEPH";
        NumbersNotComparable =>
            "Mêmes nom et date de naissance, numéros non comparables (NEPH et titre)",
            "Same surname and birth date, numbers that cannot be compared (NEPH and title)";
        SurnameAndLicenceDiffer =>
            "Mêmes prénoms et date de naissance, autres nom et permis",
            "Same first names and birth date, other surname and licence";
        SeveralAccounts => "Plusieurs comptes correspondent", "Several accounts match";
    }
}

labels! {
    PasswordForm {
        FourClasses =>
            "Au moins 12 caractères : majuscules, minuscules, chiffres et caractères spéciaux",
            "At least 12 characters: capitals, small letters, digits and special characters";
        ThreeClasses =>
            "Au moins 14 caractères de trois de ces sortes",
            "At least 14 characters of three of these kinds";
        Phrase => "Une phrase d’au moins 7 mots", "A phrase of at least 7 words";
    }
}

labels! {
    Retained {
        DraftGivenUp => "Brouillon annulé ou expiré", "Cancelled or lapsed draft";
        CardImages => "Photo et signature d’une carte", "Photo and signature of a card";
        CaseDocuments => "Pièces d’une demande décidée", "Documents of a decided case";
        ContinuingRecap => "Récapitulatif de formation continue", "Recap of a continuing training";
        InitialRecap => "Récapitulatif de formation initiale", "Recap of an initial training";
        CertificatePaper => "Certificat de qualification (PDF)", "Certificate of qualification (PDF)";
        Accounting => "Factures, avoirs et paiements", "Invoices, credit notes and payments";
        AuditTrail => "Journal d’audit", "Audit trail";
        AccountExport => "Archive des données d’un conducteur", "Archive of a driver's data";
    }
}

labels! {
    Defect {
        Photo => "Photo", "Photo";
        Signature => "Signature", "Signature";
        Surname => "Nom", "Surname";
        FirstNames => "Prénoms", "First names";
        BirthDate => "Date de naissance", "Date of birth";
        BirthPlace => "Lieu de naissance", "Place of birth";
        LicenceNumber => "Numéro de permis", "Licence number";
        Sectors => "Secteurs", "Sectors";
        ExpiryDates => "Dates de fin de validité", "Expiry dates";
        PrintQuality => "Qualité d’impression", "Print quality";
        PhysicalDamage => "Dégât matériel", "Physical damage";
        Other => "Autre", "Other";
    }
}

labels! {
    IneligibilityReason {
        NoneRecorded => "Aucune formation enregistrée", "No training recorded";
        HoursMissing => "Des heures de formation continue manquent", "Hours of periodic training are missing";
        AwaitingAgent =>
            "Deux attestations portent sur les mêmes jours : un agent les examine",
            "Two attestations claim the same days: an agent looks into it";
        Reserved => "Une demande est en cours", "A case is open";
        AlreadyUsed => "Une carte a déjà été demandée", "A card was already asked for";
        Withdrawn => "L’attestation a été retirée", "The attestation was withdrawn";
        Over => "Les cinq ans sont écoulés", "The five years are over";
    }
}

labels! {
    FeeKind {
        Replacement => "Remplacement d’une carte", "Replacement of a card";
        Reshipping => "Réexpédition d’une carte", "Re-shipping of a card";
    }
}

labels! {
    Currency {
        Eur => "Euro", "Euro";
    }
}
