-- Contentless: the text itself stays in `articles`; what is indexed is folded by us.
CREATE VIRTUAL TABLE article_search USING fts5 (
  title, summary, body,
  content = '',
  tokenize = 'ascii'
);
