DROP TABLE share_looks;
DROP TABLE shares;
