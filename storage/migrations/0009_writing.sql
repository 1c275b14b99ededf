-- Parts of an album as Telegram sent them, until no more of them come.
CREATE TABLE album_parts (
  chat_id BIGINT NOT NULL,
  album TEXT NOT NULL,
  message_id BIGINT NOT NULL,
  reader_id BIGINT NOT NULL,
  body TEXT NOT NULL,
  arrived_at BIGINT NOT NULL,
  PRIMARY KEY (chat_id, album, message_id)
);
CREATE INDEX album_parts_arrived ON album_parts (arrived_at);

-- The one message of a chat on which an article is written.
CREATE TABLE writing_cards (
  chat_id BIGINT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  message_id BIGINT NOT NULL,
  PRIMARY KEY (chat_id, article_id)
);

-- Who is writing; nobody else changes the article until then.
CREATE TABLE writing_locks (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  reader_id BIGINT NOT NULL,
  name TEXT NOT NULL,
  until_at BIGINT NOT NULL
);
