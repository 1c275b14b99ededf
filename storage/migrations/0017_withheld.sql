-- What a merged card did not name for its subscriber, whose keywords held it back: it counts
-- as not had.
CREATE TABLE withheld (
  delivery_id BIGINT NOT NULL REFERENCES deliveries (id) ON DELETE CASCADE,
  article_id BIGINT NOT NULL REFERENCES articles (id),
  PRIMARY KEY (delivery_id, article_id)
);
