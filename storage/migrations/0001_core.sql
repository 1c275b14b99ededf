-- Words in braces differ between the engines: {id} is a generated key, {bytes} a byte string.
-- Instants are microseconds since 1970 in UTC; yes and no are 1 and 0.

CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE categories (
  id {id},
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  parent_id BIGINT REFERENCES categories (id),
  position INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE genres (
  id {id},
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL
);

-- People who open. The id is Telegram's; what they read is nowhere.
CREATE TABLE readers (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL,
  prefers_classic INTEGER NOT NULL DEFAULT 0,
  consent_version TEXT NOT NULL DEFAULT '',
  consented_at BIGINT,
  created_at BIGINT NOT NULL,
  last_contact_at BIGINT NOT NULL
);

CREATE TABLE roles (
  reader_id BIGINT NOT NULL,
  role TEXT NOT NULL,
  granted_at BIGINT NOT NULL,
  granted_by BIGINT,
  PRIMARY KEY (reader_id, role)
);

-- Sources.
CREATE TABLE feeds (
  id {id},
  url TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '',
  category_id BIGINT REFERENCES categories (id),
  is_trusted INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL,
  timezone TEXT NOT NULL DEFAULT '',
  day_first INTEGER,
  column_map TEXT NOT NULL DEFAULT '[]',
  created_at BIGINT NOT NULL
);

CREATE TABLE feed_states (
  feed_id BIGINT PRIMARY KEY REFERENCES feeds (id) ON DELETE CASCADE,
  etag TEXT NOT NULL DEFAULT '',
  last_modified TEXT NOT NULL DEFAULT '',
  body_hash {bytes},
  next_poll_at BIGINT NOT NULL,
  last_polled_at BIGINT,
  last_ok_at BIGINT,
  failures INTEGER NOT NULL DEFAULT 0,
  cause TEXT NOT NULL DEFAULT '',
  detail TEXT NOT NULL DEFAULT '',
  moved_to TEXT NOT NULL DEFAULT ''
);
CREATE INDEX feed_states_next ON feed_states (next_poll_at);

-- Articles: every column of the portal's list.
CREATE TABLE articles (
  id {id},
  origin TEXT UNIQUE,
  status TEXT NOT NULL,
  version_major INTEGER NOT NULL,
  version_minor INTEGER NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body_html TEXT NOT NULL,
  image_url TEXT NOT NULL,
  image_caption TEXT NOT NULL,
  image_credit TEXT NOT NULL,
  alternate_url TEXT NOT NULL,
  canonical_url TEXT NOT NULL,
  published_at BIGINT,
  is_featured INTEGER NOT NULL,
  featured_until_at BIGINT,
  author_id BIGINT,
  author_name TEXT NOT NULL,
  page_count TEXT,
  photo_count INTEGER,
  royalty_vnd BIGINT,
  category_id BIGINT REFERENCES categories (id),
  genre_id BIGINT REFERENCES genres (id),
  content_type TEXT NOT NULL,
  language TEXT NOT NULL,
  imported_version TEXT NOT NULL,
  imported_approval INTEGER,
  source_created_at BIGINT,
  source_created_by_id BIGINT,
  source_created_by TEXT NOT NULL DEFAULT '',
  source_modified_at BIGINT,
  source_modified_by_id BIGINT,
  source_modified_by TEXT NOT NULL DEFAULT '',
  feed_id BIGINT REFERENCES feeds (id) ON DELETE SET NULL,
  created_at BIGINT NOT NULL,
  created_by_id BIGINT,
  created_by_name TEXT NOT NULL DEFAULT '',
  modified_at BIGINT NOT NULL,
  modified_by_id BIGINT,
  modified_by_name TEXT NOT NULL DEFAULT '',
  released_at BIGINT,
  featured_at BIGINT
);
CREATE INDEX articles_released ON articles (released_at DESC, id DESC) WHERE status = 'published';
CREATE INDEX articles_category ON articles (category_id, released_at DESC, id DESC)
  WHERE status = 'published';
CREATE INDEX articles_featured ON articles (released_at DESC, id DESC)
  WHERE status = 'published' AND is_featured = 1;
CREATE INDEX articles_scheduled ON articles (published_at) WHERE status = 'scheduled';
-- Not over all: without statistics SQLite prefers it to the indexes above for 'published'.
CREATE INDEX articles_desk ON articles (status, modified_at DESC, id DESC)
  WHERE status <> 'published';
CREATE INDEX articles_canonical ON articles (canonical_url) WHERE canonical_url <> '';

CREATE TABLE article_stats (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  view_count BIGINT NOT NULL DEFAULT 0,
  reader_count BIGINT NOT NULL DEFAULT 0,
  imported_view_count BIGINT
);

-- Unknown columns word for word, in order, repeats included.
CREATE TABLE article_extra (
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (article_id, position)
);

CREATE TABLE article_files (
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  url TEXT NOT NULL,
  file_id TEXT NOT NULL,
  mime_type TEXT NOT NULL,
  size_bytes BIGINT,
  PRIMARY KEY (article_id, role, position)
);

CREATE TABLE article_related (
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  related_id BIGINT REFERENCES articles (id) ON DELETE SET NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (article_id, position)
);

CREATE TABLE revisions (
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  version_major INTEGER NOT NULL,
  version_minor INTEGER NOT NULL,
  at BIGINT NOT NULL,
  by_id BIGINT,
  by_name TEXT NOT NULL,
  note TEXT NOT NULL,
  changed TEXT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (article_id, version_major, version_minor)
);

-- What was seen in a feed, by a key of at least 128 bits.
CREATE TABLE entries (
  feed_id BIGINT NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  entry_key {bytes} NOT NULL,
  fingerprint {bytes} NOT NULL,
  guid TEXT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  first_seen_at BIGINT NOT NULL,
  PRIMARY KEY (feed_id, entry_key)
);
CREATE INDEX entries_article ON entries (article_id);

-- What Telegram already has of a picture or sound, by the address it came from.
CREATE TABLE media (
  url TEXT PRIMARY KEY,
  file_id TEXT NOT NULL DEFAULT '',
  sha256 {bytes},
  mime_type TEXT NOT NULL DEFAULT '',
  width INTEGER,
  height INTEGER,
  size_bytes BIGINT,
  cause TEXT NOT NULL DEFAULT '',
  checked_at BIGINT NOT NULL
);

-- Openings of the last 30 days, under a key of the article's own that is then thrown away.
CREATE TABLE view_keys (
  article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  key {bytes} NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE openings (
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  reader_hash {bytes} NOT NULL,
  opened_at BIGINT NOT NULL,
  PRIMARY KEY (article_id, reader_hash)
);
CREATE INDEX openings_opened ON openings (opened_at);
CREATE TABLE view_days (
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  day INTEGER NOT NULL,
  via TEXT NOT NULL,
  views BIGINT NOT NULL,
  PRIMARY KEY (article_id, day, via)
);
CREATE INDEX view_days_day ON view_days (day);

CREATE TABLE saved (
  reader_id BIGINT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (reader_id, article_id)
);

-- Royalty: the rule's figures are dated rows, the amounts whole đồng.
CREATE TABLE royalty_units (
  effective_on TEXT PRIMARY KEY,
  base_salary_vnd BIGINT NOT NULL,
  unit_vnd BIGINT NOT NULL,
  source TEXT NOT NULL
);
CREATE TABLE royalty_coefficients (
  genre_id BIGINT NOT NULL REFERENCES genres (id),
  effective_on TEXT NOT NULL,
  least TEXT NOT NULL,
  most TEXT NOT NULL,
  usual TEXT NOT NULL,
  per_photo TEXT NOT NULL,
  PRIMARY KEY (genre_id, effective_on)
);
CREATE TABLE royalty_lines (
  id {id},
  article_id BIGINT NOT NULL REFERENCES articles (id),
  author_id BIGINT,
  author_name TEXT NOT NULL,
  month TEXT NOT NULL,
  coefficient TEXT NOT NULL,
  quantity TEXT NOT NULL,
  share TEXT NOT NULL,
  unit_vnd BIGINT NOT NULL,
  amount_vnd BIGINT NOT NULL,
  state TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT
);
CREATE INDEX royalty_lines_month ON royalty_lines (month, state);

-- Chats that receive. A forum topic is a subscriber of its own; 0 is the whole chat.
CREATE TABLE subscribers (
  id {id},
  chat_id BIGINT NOT NULL,
  thread_id BIGINT NOT NULL DEFAULT 0,
  kind TEXT NOT NULL,
  title TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL,
  timezone TEXT NOT NULL,
  is_active INTEGER NOT NULL DEFAULT 1,
  ended_cause TEXT NOT NULL DEFAULT '',
  ended_at BIGINT,
  paused_until_at BIGINT,
  wants_featured INTEGER NOT NULL DEFAULT 1,
  wants_digest INTEGER NOT NULL DEFAULT 1,
  wants_breaking INTEGER NOT NULL DEFAULT 1,
  is_silent INTEGER NOT NULL DEFAULT 0,
  saves_data INTEGER NOT NULL DEFAULT 0,
  quiet_from_minute INTEGER,
  quiet_until_minute INTEGER,
  digest_days INTEGER NOT NULL DEFAULT 127,
  digest_covered_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (chat_id, thread_id)
);
CREATE TABLE digest_hours (
  subscriber_id BIGINT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
  minute INTEGER NOT NULL,
  next_at BIGINT NOT NULL,
  PRIMARY KEY (subscriber_id, minute)
);
CREATE INDEX digest_hours_next ON digest_hours (next_at);
-- No rows: every category.
CREATE TABLE subscriptions (
  subscriber_id BIGINT NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
  category_id BIGINT NOT NULL REFERENCES categories (id) ON DELETE CASCADE,
  PRIMARY KEY (subscriber_id, category_id)
);

-- The outbox.
CREATE TABLE broadcasts (
  id {id},
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  article_id BIGINT REFERENCES articles (id),
  created_at BIGINT NOT NULL,
  created_by BIGINT,
  expires_at BIGINT NOT NULL
);
CREATE TABLE deliveries (
  id {id},
  key TEXT NOT NULL UNIQUE,
  broadcast_id BIGINT REFERENCES broadcasts (id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  subscriber_id BIGINT NOT NULL REFERENCES subscribers (id),
  article_id BIGINT REFERENCES articles (id),
  window_from_at BIGINT,
  window_until_at BIGINT,
  due_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  claimed_by TEXT NOT NULL DEFAULT '',
  claimed_at BIGINT,
  cause TEXT NOT NULL DEFAULT '',
  message_id BIGINT,
  render_hash {bytes},
  settled_at BIGINT
);
CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE state = 'queued';
CREATE INDEX deliveries_open ON deliveries (state, id)
  WHERE state IN ('claimed', 'sending', 'uncertain', 'held');
CREATE INDEX deliveries_subscriber ON deliveries (subscriber_id, article_id);
CREATE INDEX deliveries_article ON deliveries (article_id, state);

-- Updates, written down before Telegram hears that they arrived.
CREATE TABLE inbox (
  update_id BIGINT PRIMARY KEY,
  body TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  handled_at BIGINT
);
CREATE INDEX inbox_open ON inbox (update_id) WHERE handled_at IS NULL;

-- The schedule: when each job is due, and which of its slots have fired.
CREATE TABLE jobs (
  job TEXT PRIMARY KEY,
  due_at BIGINT NOT NULL
);
CREATE TABLE slots (
  job TEXT NOT NULL,
  slot_at BIGINT NOT NULL,
  fired_at BIGINT NOT NULL,
  PRIMARY KEY (job, slot_at)
);

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  fence BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);

-- Who did what at the desk; append only.
CREATE TABLE audit (
  id {id},
  at BIGINT NOT NULL,
  by_id BIGINT,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  subject_id BIGINT,
  detail TEXT NOT NULL DEFAULT ''
);
CREATE INDEX audit_at ON audit (at);

-- What an editor was asked for, and about which article: a reply to this message fills it in.
CREATE TABLE prompts (
  chat_id BIGINT NOT NULL,
  message_id BIGINT NOT NULL,
  article_id BIGINT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  field TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  PRIMARY KEY (chat_id, message_id)
);
