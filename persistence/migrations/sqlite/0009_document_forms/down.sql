DROP TABLE document_forms;
