-- One column of tokens, each of which says what it is: no column, place or size is kept for it.
DROP TABLE article_search;
CREATE VIRTUAL TABLE article_search USING fts5 (
  tokens,
  content = '',
  columnsize = 0,
  detail = 'none',
  tokenize = 'ascii'
);
DELETE FROM search_words;
-- Made anew, because to delete its rows one by one takes as much memory as they fill.
DROP TABLE article_words;
CREATE TABLE article_words (
  article_id INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  shown_at BIGINT NOT NULL,
  category_id BIGINT,
  author TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX article_words_shown ON article_words (shown_at DESC, article_id DESC);
-- What was published before is put into the new index when the program starts.
INSERT INTO settings (key, value)
SELECT 'search_index', 'unfinished'
WHERE EXISTS (SELECT 1 FROM articles WHERE status = 'published');
