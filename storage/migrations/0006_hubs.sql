-- A subscription outlives its feed until the hub was told: without a feed it is to be ended.

CREATE TABLE hub_subscriptions (
  token TEXT PRIMARY KEY,
  feed_id BIGINT UNIQUE REFERENCES feeds (id) ON DELETE SET NULL,
  hub_url TEXT NOT NULL,
  topic_url TEXT NOT NULL,
  secret TEXT NOT NULL,
  asked_at BIGINT,
  lease_until_at BIGINT
);

INSERT INTO hub_subscriptions
  (token, feed_id, hub_url, topic_url, secret, asked_at, lease_until_at)
SELECT token, feed_id, hub_url, topic_url, secret, asked_at, lease_until_at
FROM hubs;

DROP TABLE hubs;
