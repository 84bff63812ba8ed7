-- Forms made of an uploaded picture: what the factory prints of a photo or a signature, and the face of a card's picture.
-- Their bytes are in object storage under the form's id, beside the original's under the document's.
CREATE TABLE document_forms (
    id uuid PRIMARY KEY,
    document_id uuid NOT NULL REFERENCES documents (id),
    form text COLLATE "C" NOT NULL,
    media_type text COLLATE "C" NOT NULL,
    size bigint NOT NULL,
    sha256 bytea NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL
);
CREATE UNIQUE INDEX document_forms_document_form ON document_forms (document_id, form);
