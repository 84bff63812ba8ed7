-- The last days of single categories of a licence, where they are known: column 11 of the title.
ALTER TABLE profiles ADD COLUMN licence_category_expiries TEXT NOT NULL DEFAULT '[]';
