"""The nouns, as frozen values. Ids are ints of their own types; instants are aware and UTC."""

from storage.model.articles import (
    Article,
    ArticleStats,
    Attachment,
    Category,
    Content,
    Headline,
    Person,
    Related,
    Revision,
    Status,
    Version,
    Via,
)
from storage.model.deliveries import (
    Delivery,
    DeliveryKind,
    DeliveryState,
)
from storage.model.feeds import (
    Candidate,
    Feed,
    FeedState,
    FeedStatus,
)
from storage.model.ids import (
    ArticleId,
    BroadcastId,
    CategoryId,
    DeliveryId,
    FeedId,
    GenreId,
    ReaderId,
    SubscriberId,
)
from storage.model.people import (
    ChatKind,
    Reader,
    Role,
    Subscriber,
)

__all__ = [
    "Article",
    "ArticleId",
    "ArticleStats",
    "Attachment",
    "BroadcastId",
    "Candidate",
    "Category",
    "CategoryId",
    "ChatKind",
    "Content",
    "Delivery",
    "DeliveryId",
    "DeliveryKind",
    "DeliveryState",
    "Feed",
    "FeedId",
    "FeedState",
    "FeedStatus",
    "GenreId",
    "Headline",
    "Person",
    "Reader",
    "ReaderId",
    "Related",
    "Revision",
    "Role",
    "Status",
    "Subscriber",
    "SubscriberId",
    "Version",
    "Via",
]
