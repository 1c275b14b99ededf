-- A broadcast finds its audience in steps: `reached_id` is the last subscriber it has come to.
ALTER TABLE broadcasts ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN reached_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE broadcasts ADD COLUMN fanned_out_at BIGINT;
ALTER TABLE broadcasts ADD COLUMN cancelled_at BIGINT;
UPDATE broadcasts SET fanned_out_at = created_at;
CREATE INDEX broadcasts_open ON broadcasts (due_at, id) WHERE fanned_out_at IS NULL;
CREATE INDEX broadcasts_article ON broadcasts (article_id);
CREATE INDEX deliveries_broadcast ON deliveries (broadcast_id, state);
-- Whether breaking news may come within the quiet hours.
ALTER TABLE subscribers ADD COLUMN wakes_for_breaking INTEGER NOT NULL DEFAULT 0;

-- What was delivered and reads otherwise now; `reached_id` is the last delivery looked at.
CREATE TABLE edits (
  id {id},
  article_id BIGINT NOT NULL REFERENCES articles (id),
  due_at BIGINT NOT NULL,
  reached_id BIGINT NOT NULL DEFAULT 0,
  finished_at BIGINT
);
CREATE INDEX edits_open ON edits (due_at, id) WHERE finished_at IS NULL;

CREATE INDEX edits_article ON edits (article_id) WHERE finished_at IS NULL;
CREATE INDEX deliveries_sent ON deliveries (article_id, id) WHERE state = 'sent';

-- The message on which somebody at the desk watches a broadcast go out.
CREATE TABLE watches (
  broadcast_id BIGINT PRIMARY KEY REFERENCES broadcasts (id),
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  language TEXT NOT NULL
);
