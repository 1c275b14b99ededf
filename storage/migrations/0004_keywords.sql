-- Words that a chat wants to hear of, or wants to be spared: as written and as compared.
CREATE TABLE keywords (
  subscriber_id BIGINT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
  folded TEXT NOT NULL,
  phrase TEXT NOT NULL,
  is_excluded INTEGER NOT NULL,
  PRIMARY KEY (subscriber_id, folded)
);

-- What is unread begins here: one instant a reader, and no row for what he read.
ALTER TABLE readers ADD COLUMN visited_at BIGINT;

-- Who was erased, as a salted hash: an older copy of the database must not bring him back.
CREATE TABLE tombstones (
  person {bytes} PRIMARY KEY,
  salt {bytes} NOT NULL,
  erased_at BIGINT NOT NULL
);

-- Pictures of the reader pages, shown from our own host; fetched again when they are gone.
CREATE TABLE pictures (
  url TEXT PRIMARY KEY,
  sha256 {bytes} NOT NULL,
  jpeg {bytes} NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  kept_at BIGINT NOT NULL
);
CREATE INDEX pictures_sha256 ON pictures (sha256);
CREATE INDEX pictures_kept ON pictures (kept_at);
