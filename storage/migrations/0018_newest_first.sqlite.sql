-- The newest article stands first in the index: it is made anew when the program starts.
INSERT INTO settings (key, value)
SELECT 'search_index', 'unfinished'
WHERE EXISTS (SELECT 1 FROM articles WHERE status = 'published')
ON CONFLICT (key) DO NOTHING;
-- Two parts of one size are enough to be merged when there is time.
INSERT INTO article_search (article_search, rank) VALUES ('usermerge', 2);
