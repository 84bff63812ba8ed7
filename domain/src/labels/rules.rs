//! Sectors, trainings, documents, consents: the vocabularies of the rules.

use super::labels;
use crate::people::Language;
use crate::rules::training::TrainingType;
use crate::sector::Sector;

labels! {
    Language {
        French => "Français", "French";
        English => "Anglais", "English";
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
