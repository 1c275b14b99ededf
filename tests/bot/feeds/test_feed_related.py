from bot.feeds.related import suggested
from storage.model import ArticleId, Told

NEIGHBOURS = [
    Told(article_id=ArticleId(at), title=title, summary="Tuổi trẻ tỉnh nhà chung tay vì cộng đồng")
    for at, title in enumerate(
        (
            "Ra mắt tủ sách lưu động ở vùng cao",
            "Hiến máu tình nguyện đợt cuối năm",
            "Tập huấn an toàn thông tin mạng cho cán bộ Đoàn",
            "Giải bóng đá thiếu niên khởi tranh",
            "Hội thi an toàn thông tin mạng cấp huyện",
            "Trồng cây ven sông Lam Giang",
        ),
        start=1,
    )
]


def test_what_speaks_of_the_same_is_suggested_the_closest_first() -> None:
    found = suggested(
        "Cán bộ Đoàn học an toàn thông tin mạng",
        summary="Tuổi trẻ tỉnh nhà chung tay vì cộng đồng",
        neighbours=NEIGHBOURS,
    )

    assert [it.article_id for it in found] == [3, 5]


def test_what_every_article_says_brings_none_together() -> None:
    lead = "Tuổi trẻ tỉnh nhà chung tay vì cộng đồng"

    assert suggested("Khai mạc trại hè", summary=lead, neighbours=NEIGHBOURS) == ()


def test_nothing_is_beside_nothing() -> None:
    assert suggested("", summary="", neighbours=[]) == ()
