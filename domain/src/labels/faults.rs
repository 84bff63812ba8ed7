//! What people read when a field is wrong.

use super::labels;
use crate::rules::fault::{FaultCode, Form};

labels! {
    FaultCode {
        Missing => "Ce champ est obligatoire.", "This field is required.";
        TooLong => "Ce texte est trop long.", "This text is too long.";
        Characters =>
            "Ce texte contient des caractères qui ne sont pas admis ici.",
            "This text contains characters that are not allowed here.";
        Malformed => "Cette valeur n’a pas la forme attendue.", "This value does not have the expected form.";
        CheckDigit =>
            "Ces chiffres ne s’accordent pas avec leur clé de contrôle : vérifiez la saisie.",
            "These digits do not agree with their check digit: please check.";
        UnknownCountry =>
            "Aucun pays ne porte ce code : écrivez les deux majuscules de la norme ISO 3166-1, FR par exemple.",
            "No country has this code: write the two capitals of ISO 3166-1, FR for instance.";
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
        TooEarly =>
            "Cette date est trop ancienne : vérifiez les quatre chiffres de l’année.",
            "This date is too long ago: check the four digits of the year.";
        TooYoung => "L’âge minimal est de 16 ans.", "The minimum age is 16.";
        BeforeBirth => "Cette date précède la naissance.", "This date is before the birth.";
        BeforeStart => "La fin précède le début.", "The end is before the start.";
        BeforeEnd => "La délivrance précède la fin de la formation.", "The delivery is before the end of the training.";
        BeforeIssue => "La fin de validité doit suivre la délivrance.", "The expiry must be after the issue.";

        BeforeCard => "Cette date précède la délivrance de la carte.", "This date is before the card was issued.";

        BelowMinimum =>
            "Cette durée est inférieure au minimum : 280 heures pour une qualification initiale longue, 140 pour une FIMO, 35 pour une FCO ou une passerelle, 7 pour une séquence de FCO.",
            "These hours are below the minimum: 280 for a long initial qualification, 140 for a FIMO, 35 for an FCO or a bridging, 7 for a sequence of an FCO.";
        TooMany =>
            "Cette valeur est trop élevée : vérifiez le nombre de chiffres.",
            "This value is too high: check the number of digits.";
        TooManyForPeriod =>
            "Ces heures ne tiennent pas dans la période : 10 par jour au plus.",
            "These hours do not fit in the period: 10 a day at most.";
        PeriodTooShort =>
            "Cette période est trop courte : du premier au dernier jour, une FIMO en compte au moins 24.",
            "This period is too short: from the first to the last day, a FIMO has at least 24.";
        TooLittle =>
            "Cette valeur est trop basse : écrivez le montant en centimes, 3000 pour 30 €.",
            "This value is too low: write the amount in cents, 3000 for €30.";

        NotAskedFor =>
            "Cette donnée n’est pas à corriger : elle doit rester inchangée.",
            "This was not asked to be corrected: it must stay as it is.";

        NotAccredited =>
            "Le centre de formation n’était pas agréé à cette date.",
            "The training centre was not accredited on this date.";
        NotForSchools =>
            "Un établissement scolaire n’atteste que des qualifications initiales longues.",
            "A school attests long initial qualifications only.";

        NotARedirect =>
            "Aucun code n’est envoyé à cette adresse : écrivez une adresse https:// en minuscules et sans fragment, http://127.0.0.1/… pour un programme installé, ou com.example.app:/… pour une application.",
            "No code is sent to this address: write one in https:// with its host in lower case and without a fragment, http://127.0.0.1/… for an installed program, or com.example.app:/… for an app.";
        NotAnOrigin =>
            "Ce n’est pas une origine telle que les navigateurs l’envoient : https://www.example.org, sans chemin ni barre finale.",
            "This is no origin as browsers send it: https://www.example.org, without a path or a slash at its end.";
        FirstPartyOnly =>
            "Cette portée est réservée aux interfaces de l’opérateur (`first_party`).",
            "This scope is for the operator’s own frontends alone (`first_party`).";

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
        FileTruncated =>
            "Ce fichier est incomplet : envoyez-le à nouveau, en entier.",
            "This file is incomplete: send it again, all of it.";
        FileLocked =>
            "Ce fichier demande un mot de passe : enregistrez-le sans protection, ou imprimez-le en PDF.",
            "This file asks for a password: save it without protection, or print it to PDF.";
        FileUnreadable =>
            "Ce fichier est endommagé et ne s’ouvre pas : enregistrez-le à nouveau, ou refaites la photo.",
            "This file is damaged and cannot be opened: save it again, or take the photo anew.";
        FileWithoutPages => "Ce PDF n’a aucune page.", "This PDF has no page.";
        FileActive =>
            "Ce PDF contient plus que des pages : imprimez-le en PDF, ou numérisez le papier, et envoyez le résultat.",
            "This PDF contains more than pages: print it to PDF, or scan the paper, and send the result.";
        ImageNeeded =>
            "Une image JPEG ou PNG est attendue ici : photographiez la page, ou enregistrez-la comme image.",
            "A JPEG or PNG image is expected here: photograph the page, or save it as an image.";
        ImageTooSmall => "Cette image est trop petite.", "This image is too small.";
        ImageTooLarge => "Cette image a trop de pixels.", "This image has too many pixels.";
        ImageAnimated =>
            "Cette image est animée : une image fixe est attendue.",
            "This image is animated: a still one is expected.";
        ImageBlank =>
            "Cette image est d’une seule couleur : on n’y voit rien.",
            "This image is of one colour: nothing is seen on it.";
    }
}

labels! {
    Form {
        Name =>
            "Écrivez, en 100 caractères au plus, des lettres, espaces, traits d’union, apostrophes, points : N'Guessan, Col·lell.",
            "Write, in 100 characters at most, letters, spaces, hyphens, apostrophes, full stops: N'Guessan, Col·lell.";
        Place =>
            "Écrivez une ville en 100 caractères au plus, chiffres et signes - ' . , ( ) / & ° compris : Paris 15e.",
            "Write a town in 100 characters at most, digits and the signs - ' . , ( ) / & ° included: Paris 15e.";
        AddressLine =>
            "Écrivez, en 100 caractères au plus, des lettres, des chiffres et la ponctuation du clavier : 12 rue \"Les Pins\", bât. B.",
            "Write, in 100 characters at most, letters, digits and the punctuation of a keyboard: 12 rue \"Les Pins\", bât. B.";
        Email =>
            "Écrivez l’adresse seule, sans accent avant le @ : camille.martin@example.org.",
            "Write the address alone, without accents before the @: camille.martin@example.org.";
        Phone =>
            "Écrivez un seul numéro, sans poste : 06 12 34 56 78, ou avec l’indicatif du pays : +33 6 12 34 56 78, +262 692 12 34 56.",
            "Write one number, without extension: 06 12 34 56 78, or with the country code: +33 6 12 34 56 78, +44 7400 123456.";
        FrenchLicence =>
            "Écrivez les 9 caractères de la rubrique 5 (13AA00002), ou 12 chiffres ; un permis ancien a de 5 à 19 lettres et chiffres.",
            "Write the 9 characters of field 5 (13AA00002), or 12 digits; an old licence has 5 to 19 letters and digits.";
        ForeignLicence =>
            "Écrivez de 5 à 20 caractères : lettres A à Z, chiffres, tirets et barres obliques.",
            "Write 5 to 20 characters: letters A to Z, digits, dashes and slashes.";
        Neph =>
            "Écrivez les 12 chiffres du numéro NEPH, qui n’existe que pour un permis français : 130469100002.",
            "Write the 12 digits of the NEPH number, which only French licences have: 130469100002.";
        FrenchPostalCode => "Écrivez cinq chiffres : 69001.", "Write five digits: 69001.";
        ForeignPostalCode =>
            "Écrivez au plus 12 lettres, chiffres, espaces et tirets : SW1A 1AA.",
            "Write at most 12 letters, digits, spaces and dashes: SW1A 1AA.";
        Siren =>
            "Écrivez les neuf chiffres du SIREN, les premiers du SIRET : 732 829 320.",
            "Write the nine digits of the SIREN, the first of the SIRET: 732 829 320.";
    }
}
