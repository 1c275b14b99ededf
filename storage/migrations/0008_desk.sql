-- What somebody at the desk said of one version: a changed article begins without approvals.
CREATE TABLE verdicts (
  id {id},
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  version_major INTEGER NOT NULL,
  version_minor INTEGER NOT NULL,
  by_id BIGINT,
  by_name TEXT NOT NULL,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  at BIGINT NOT NULL,
  UNIQUE (article_id, version_major, version_minor, by_id)
);

-- The card in the editors' group that follows its article.
CREATE TABLE desk_cards (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL
);

-- The article that leads the featured ones and the digests.
ALTER TABLE articles ADD COLUMN pinned_at BIGINT;
CREATE INDEX articles_pinned ON articles (pinned_at) WHERE pinned_at IS NOT NULL;

-- A question may be about no article, and in a group only the answer of the one asked counts.
-- Nothing has written to this table before.
DROP TABLE prompts;
CREATE TABLE prompts (
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  reader_id BIGINT NOT NULL,
  article_id BIGINT REFERENCES articles (id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (chat_id, message_id)
);
