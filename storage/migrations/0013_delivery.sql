-- What one card names of several articles that were featured since the last push. An article
-- is in one such card at most.
CREATE TABLE merged_articles (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id),
  broadcast_id BIGINT NOT NULL REFERENCES broadcasts (id),
  position INTEGER NOT NULL
);
CREATE INDEX merged_articles_broadcast ON merged_articles (broadcast_id, position);

-- Messages that will not go out, up to a delivery's id; the row is there while some are left
-- in the queue, and until then whoever claims or begins asks it. An empty kind means all.
CREATE TABLE cancellations (
  id {id},
  article_id BIGINT NOT NULL REFERENCES articles (id),
  kind TEXT NOT NULL,
  until_id BIGINT NOT NULL,
  cause TEXT NOT NULL
);
CREATE INDEX cancellations_article ON cancellations (article_id);

-- An edit goes through the article's own messages, then merged cards, then digests; in the
-- last two only where what they show of it has changed.
ALTER TABLE edits ADD COLUMN is_mention INTEGER NOT NULL DEFAULT 0;
ALTER TABLE edits ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE edits ADD COLUMN reached_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX deliveries_digests ON deliveries (window_until_at, id)
  WHERE kind = 'digest' AND state = 'sent';

-- When the desk was told that a picture or sound cannot be had.
ALTER TABLE media ADD COLUMN told_at BIGINT;
UPDATE media SET told_at = checked_at WHERE cause <> '';
CREATE INDEX media_untold ON media (checked_at) WHERE cause <> '' AND told_at IS NULL;
