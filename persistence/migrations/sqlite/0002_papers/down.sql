DROP TABLE download_links;
DROP TABLE papers;
