-- The words of published articles as they went into the index, so that they can be taken out
-- again word for word; ranking reads them too.
CREATE TABLE article_words (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  shown_at BIGINT NOT NULL,
  category_id BIGINT,
  author TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL
);
-- In how many articles a word stands.
CREATE TABLE search_words (
  word TEXT PRIMARY KEY,
  articles INTEGER NOT NULL
) WITHOUT ROWID;
-- Contentless, and without positions: neighbours are words of their own.
CREATE VIRTUAL TABLE article_search USING fts5 (
  title, summary, body,
  content = '',
  detail = 'column',
  tokenize = 'ascii'
);
