ALTER TABLE profiles DROP COLUMN licence_category_expiries;
