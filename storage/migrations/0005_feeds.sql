-- How a feed is read, how often it changes, who tells us of changes, and which stories are alike.

ALTER TABLE feeds ADD COLUMN id_policy TEXT NOT NULL DEFAULT 'guid';
ALTER TABLE feeds ADD COLUMN wants_full_text INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feeds ADD COLUMN authorities TEXT NOT NULL DEFAULT '';

ALTER TABLE feed_states ADD COLUMN tier TEXT NOT NULL DEFAULT '';
ALTER TABLE feed_states ADD COLUMN tier_at BIGINT;
ALTER TABLE feed_states ADD COLUMN page_url TEXT NOT NULL DEFAULT '';
ALTER TABLE feed_states ADD COLUMN asked_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed_states ADD COLUMN change_every_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed_states ADD COLUMN changed_at BIGINT;
ALTER TABLE feed_states ADD COLUMN moved_seen INTEGER NOT NULL DEFAULT 0;

ALTER TABLE entries ADD COLUMN url TEXT NOT NULL DEFAULT '';

-- Three words of a title in a row, as a number: what shares none of them is another story.
-- No reference to articles: rows are few, and go with their day.
CREATE TABLE story_shingles (
  shingle BIGINT NOT NULL,
  article_id BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (shingle, article_id)
);

-- WebSub subscriptions; the token is the address that a hub calls.
CREATE TABLE hubs (
  feed_id BIGINT PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
  hub_url TEXT NOT NULL,
  topic_url TEXT NOT NULL,
  token TEXT NOT NULL UNIQUE,
  secret TEXT NOT NULL,
  asked_at BIGINT,
  lease_until_at BIGINT
);
