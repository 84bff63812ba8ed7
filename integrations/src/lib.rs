//! What leaves the house: mail, SMS, object storage, and the dispatcher that drives them.

