-- The index knows days from here on: it is made anew when the program starts.
INSERT INTO settings (key, value)
SELECT 'search_index', 'unfinished'
WHERE EXISTS (SELECT 1 FROM articles WHERE status = 'published')
ON CONFLICT (key) DO NOTHING;
