-- What a category was called before: a feed that still says so means the same category.
CREATE TABLE category_names (
  name TEXT PRIMARY KEY,
  category_id BIGINT NOT NULL REFERENCES categories (id) ON DELETE CASCADE
);

-- Since when the private chat has been closed to us; a year later the person is erased.
ALTER TABLE readers ADD COLUMN gone_at BIGINT;
