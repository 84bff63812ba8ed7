//! What people read of what a frontend would do for them.

use super::labels;
use crate::oauth::FrontendScope;

labels! {
    FrontendScope {
        Profile =>
            "Lire votre profil ; modifier votre téléphone, votre langue et votre adresse postale",
            "Read your profile; change your telephone, language and postal address";
        TrainingsRead =>
            "Lire vos formations, les droits qu’elles donnent et leurs récapitulatifs",
            "Read your trainings, the rights that they give, and their recaps";
        CertificatesRead => "Lire vos certificats de qualification", "Read your certificates of qualification";
        Cases =>
            "Ouvrir des demandes de carte, y joindre vos documents, les envoyer, les payer et les suivre",
            "Open card requests, add your documents, send them, pay for them and follow them";
        CardsRead => "Lire vos cartes, telles qu’elles sont imprimées", "Read your cards, as they are printed";
        CardsActivate =>
            "Déclarer qu’une carte est reçue et exacte, ce qui l’active",
            "Say that a card was received and is right, which activates it";
        InvoicesRead => "Lire vos factures et vos avoirs", "Read your invoices and credit notes";
        Notices =>
            "Lire les messages qui vous sont adressés ici, et les marquer comme lus",
            "Read the notices to you here, and mark them as read";
        Full => "Faire tout ce que vous pouvez faire vous-même", "Do everything that you may do yourself";
    }
}
