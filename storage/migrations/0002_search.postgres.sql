-- The words of published articles as they went into the index; ranking reads them.
CREATE TABLE article_words (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  shown_at BIGINT NOT NULL,
  category_id BIGINT,
  author TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL
);
-- In how many articles a word stands. Sorted by bytes, as SQLite does.
CREATE TABLE search_words (
  word TEXT COLLATE "C" PRIMARY KEY,
  articles INTEGER NOT NULL
);
-- Made by us, so no extension is needed.
CREATE TABLE article_search (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  document TSVECTOR NOT NULL
);
CREATE INDEX article_search_document ON article_search USING GIN (document);
