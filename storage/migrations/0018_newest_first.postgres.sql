-- Every question reads what waits to be sorted into the index, so not much may wait.
ALTER INDEX article_search_document SET (gin_pending_list_limit = 256);
