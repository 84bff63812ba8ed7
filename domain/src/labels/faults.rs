//! What people read when a field is wrong.

use super::labels;
use crate::rules::fault::FaultCode;

labels! {
    FaultCode {
        Missing => "Ce champ est obligatoire.", "This field is required.";
        TooLong => "Ce texte est trop long.", "This text is too long.";
        Characters =>
            "Ce texte contient des caractères qui ne sont pas admis ici.",
            "This text contains characters that are not allowed here.";
        Malformed => "Cette valeur n’a pas la forme attendue.", "This value does not have the expected form.";
        UnknownCountry => "Aucun pays ne porte ce code.", "No country has this code.";
        Repeated => "Cette valeur figure deux fois.", "This value is given twice.";
        Ambiguous =>
            "Plusieurs plis portent ce numéro : donnez celui de la carte.",
            "Several letters bear this number: give the card's.";
        NoCategory =>
            "Le permis n’a aucune catégorie pour ce secteur.",
            "The licence has no category for this sector.";
        NotHeld => "Le permis ne comporte pas cette catégorie.", "The licence does not have this category.";

        InFuture => "Cette date est dans le futur.", "This date is in the future.";
        InPast => "Cette date est passée.", "This date has passed.";
        TooLate => "Aucune carte n’est valable aussi longtemps.", "No card is valid for so long.";
        TooEarly => "Cette date est trop ancienne.", "This date is too long ago.";
        TooYoung => "L’âge minimal est de 16 ans.", "The minimum age is 16.";
        BeforeBirth => "Cette date précède la naissance.", "This date is before the birth.";
        BeforeStart => "La fin précède le début.", "The end is before the start.";
        BeforeEnd => "La délivrance précède la fin de la formation.", "The delivery is before the end of the training.";
        BeforeIssue => "La fin de validité doit suivre la délivrance.", "The expiry must be after the issue.";

        BeforeCard => "Cette date précède la délivrance de la carte.", "This date is before the card was issued.";

        BelowMinimum =>
            "Cette durée est inférieure au minimum prévu pour ce type de formation.",
            "These hours are below the minimum for this type of training.";
        TooMany => "Cette valeur est trop élevée.", "This value is too high.";
        TooManyForPeriod =>
            "Ces heures ne tiennent pas dans la période : 10 par jour au plus.",
            "These hours do not fit in the period: 10 a day at most.";
        PeriodTooShort =>
            "Cette période est trop courte pour ce type de formation.",
            "This period is too short for this type of training.";
        TooLittle => "Cette valeur est trop basse.", "This value is too low.";

        NotAskedFor =>
            "Cette donnée n’est pas à corriger : elle doit rester inchangée.",
            "This was not asked to be corrected: it must stay as it is.";

        NotAccredited =>
            "Le centre de formation n’était pas agréé à cette date.",
            "The training centre was not accredited on this date.";
        NotForSchools =>
            "Un établissement scolaire n’atteste que des qualifications initiales longues.",
            "A school attests long initial qualifications only.";

        NotAccepted => "Cette case doit être cochée.", "This box must be ticked.";

        PasswordTooSimple =>
            "Choisissez au moins 12 caractères mêlant majuscules, minuscules, chiffres et caractères spéciaux, ou 14 caractères de trois de ces sortes, ou une phrase d’au moins 7 mots.",
            "Choose at least 12 characters mixing capitals, small letters, digits and special characters, or 14 characters of three of these kinds, or a phrase of at least 7 words.";
        PasswordGuessable => "Ce mot de passe est trop facile à deviner.", "This password is too easy to guess.";
        PasswordPersonal =>
            "Le mot de passe ne doit contenir ni votre nom ni votre adresse de messagerie.",
            "The password must contain neither your name nor your email address.";
        NotIdentical => "Les deux saisies diffèrent.", "The two entries differ.";

        FileEmpty => "Ce fichier est vide.", "This file is empty.";
        FileTooLarge => "Ce fichier dépasse 10 Mo.", "This file exceeds 10 MB.";
        FileType =>
            "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG.",
            "This file is neither a PDF nor a JPEG or PNG image.";
        FileTruncated => "Ce fichier est incomplet.", "This file is incomplete.";
        ImageNeeded => "Une image JPEG ou PNG est attendue ici.", "A JPEG or PNG image is expected here.";
        ImageTooSmall =>
            "La photo doit mesurer au moins 400 × 500 pixels.",
            "The photo must be at least 400 × 500 pixels.";
        ImageTooLarge => "Cette image a trop de pixels.", "This image has too many pixels.";
    }
}
