-- The same tokens as on SQLite, without labels: what a label says is a token of its own.
TRUNCATE article_words, article_search, search_words;
CREATE INDEX article_words_shown ON article_words (shown_at DESC, article_id DESC);
-- What was published before is put into the new index when the program starts.
INSERT INTO settings (key, value)
SELECT 'search_index', 'unfinished'
WHERE EXISTS (SELECT 1 FROM articles WHERE status = 'published');
