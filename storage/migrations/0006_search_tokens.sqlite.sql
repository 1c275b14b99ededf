-- One column of tokens, each of which says what it is: no column, place or size is kept for it.
DROP TABLE article_search;
CREATE VIRTUAL TABLE article_search USING fts5 (
  tokens,
  content = '',
  columnsize = 0,
  detail = 'none',
  tokenize = 'ascii'
);
DELETE FROM article_words;
DELETE FROM search_words;
CREATE INDEX article_words_shown ON article_words (shown_at DESC, article_id DESC);
-- What was published before is put into the new index when the program starts.
INSERT INTO settings (key, value)
SELECT 'search_index', 'unfinished'
WHERE EXISTS (SELECT 1 FROM articles WHERE status = 'published');
