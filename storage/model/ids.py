"""Ids: ints that cannot be mistaken for one another."""

from typing import NewType

ArticleId = NewType("ArticleId", int)
CategoryId = NewType("CategoryId", int)
GenreId = NewType("GenreId", int)
FeedId = NewType("FeedId", int)
ReaderId = NewType("ReaderId", int)
SubscriberId = NewType("SubscriberId", int)
DeliveryId = NewType("DeliveryId", int)
BroadcastId = NewType("BroadcastId", int)
