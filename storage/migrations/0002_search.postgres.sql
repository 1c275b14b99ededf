-- Folded by us, so no extension is needed.
CREATE TABLE article_search (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  document TSVECTOR NOT NULL
);
CREATE INDEX article_search_document ON article_search USING GIN (document);
