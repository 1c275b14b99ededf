-- The whole of a rule is dated data: the percentage, the ceilings, what a page adds.
ALTER TABLE royalty_units ADD COLUMN percent TEXT NOT NULL DEFAULT '10';
ALTER TABLE royalty_units ADD COLUMN most_points TEXT NOT NULL DEFAULT '50';
ALTER TABLE royalty_units ADD COLUMN rounding_vnd BIGINT NOT NULL DEFAULT 1000;
ALTER TABLE royalty_units ADD COLUMN words_per_page INTEGER NOT NULL DEFAULT 500;
ALTER TABLE royalty_coefficients ADD COLUMN per_page TEXT NOT NULL DEFAULT '0';
ALTER TABLE royalty_coefficients ADD COLUMN ceiling TEXT NOT NULL DEFAULT '50';

-- A line keeps what it was computed from: the article may change afterwards.
ALTER TABLE royalty_lines ADD COLUMN genre TEXT NOT NULL DEFAULT '';
ALTER TABLE royalty_lines ADD COLUMN page_count TEXT NOT NULL DEFAULT '0';
ALTER TABLE royalty_lines ADD COLUMN photo_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE royalty_lines ADD COLUMN per_photo TEXT NOT NULL DEFAULT '0';
ALTER TABLE royalty_lines ADD COLUMN is_adjustment INTEGER NOT NULL DEFAULT 0;
CREATE INDEX royalty_lines_article ON royalty_lines (article_id);

-- A month that is not here is open. Who closed it is in the audit.
CREATE TABLE royalty_months (
  month TEXT PRIMARY KEY,
  state TEXT NOT NULL,
  closed_at BIGINT,
  paid_at BIGINT
);
