-- Forms made of an uploaded picture: what the factory prints of a photo or a signature, and the face of a card's picture.
-- Their bytes are in object storage under the form's id, beside the original's under the document's.
CREATE TABLE document_forms (
    id BLOB PRIMARY KEY NOT NULL,
    document_id BLOB NOT NULL REFERENCES documents (id),
    form TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX document_forms_document_form ON document_forms (document_id, form);
