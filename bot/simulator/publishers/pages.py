"""The publishers' web pages: an article, the portal's display form, the front page."""

from collections.abc import Sequence
from html import escape

from bot.simulator.publishers.formats.sharepoint import columns
from bot.simulator.publishers.formats.xml import whole_body
from bot.simulator.publishers.model import CATEGORIES, LOCAL, Article

WEEKDAYS = ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "Chủ nhật")


def article_page(article: Article, *, base_url: str) -> str:
    """The article in a newspaper's page, with the Open Graph names that previews read."""
    head = "".join(
        f'<meta property="og:{name}" content="{escape(value)}">'
        for name, value in (
            ("type", "article"),
            ("title", article.title),
            ("description", article.summary),
            ("image", base_url + article.image_path),
            ("url", base_url + article.path),
        )
    )
    date = _dated(article, separator=" ")
    main = (
        f"<nav>Trang chủ / {escape(article.category)}</nav>\n<article>\n"
        f"<h1>{escape(article.title, quote=False)}</h1>\n<p class='date'>{date}</p>\n"
        f"<p class='lead'><strong>{escape(article.summary, quote=False)}</strong></p>\n"
        f"{whole_body(article, base_url=base_url)}\n"
        f"<p class='author'>{escape(article.author)}</p>\n</article>"
    )
    link = f'<link rel="canonical" href="{base_url}{article.path}">'
    return _page(article.title, head=head + link, main=main)


def display_form(article: Article, *, others: Sequence[Article]) -> str:
    """The portal's rendered list form: chrome, the text, then every column's label and value.

    Labels stand glued and the byline stands twice, as on the page the project began with.
    """
    rows = "\n".join(
        f'<tr><td class="ms-formlabel"><h3 class="ms-standardheader"><nobr>{name}</nobr></h3></td>'
        f'<td class="ms-formbody">{value}</td></tr>'
        for name, value in columns(article)
    )
    others_list = "".join(
        f'<li><a href="/Lists/Tin tuc/DispForm.aspx?ID={other.number}">'
        f"{escape(other.title, quote=False)}</a></li>"
        for other in others
    )
    signed = (article.published_at or article.created_at).astimezone(LOCAL)
    main = (
        f'<div id="s4-ribbonrow">Manage PermissionsManage Permissions | Version HistoryVersion '
        f'History</div>\n<div class="category">{escape(article.category)}</div>\n'
        f'<div class="date">{_dated(article, separator=", ")}</div>\n'
        f"<h1>{escape(article.title, quote=False)}</h1>\n"
        '<div class="font-size">Cỡ chữ: Font size: Giảm (A-) Mặc định (A) Tăng (A+)</div>\n'
        f'<div class="dateline">{signed:%d/%m/%Y} | {escape(article.author)}</div>\n'
        f'<div class="summary">{escape(article.summary, quote=False)}</div>\n'
        f'<div class="content">{article.body_html}<p>{escape(article.author)}</p></div>\n'
        f'<div class="views">Lượt người xem: Views: {article.view_count}</div>\n'
        f"<div>Chia sẻ: Share:</div>\n<div>Tin khác<ul>{others_list}</ul></div>\n"
        f'<table class="ms-formtable">\n{rows}\n</table>'
    )
    return _page(
        article.title, head='<meta name="GENERATOR" content="Microsoft SharePoint">', main=main
    )


def front_page(articles: Sequence[Article], *, feeds: Sequence[tuple[str, str]]) -> str:
    """The newest of every category, and the feeds where a reader's program can find them."""
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{escape(title)}" href="{url}">'
        for url, title in feeds
    )
    main = "<h1>Lam Giang trẻ</h1>\n<p>Trang tin dựng cho bản trình diễn; mọi tin đều hư cấu.</p>"
    for category in CATEGORIES:
        links = "".join(
            f'<li><a href="{article.path}">{escape(article.title, quote=False)}</a></li>'
            for article in articles
            if article.category == category.name
        )
        main += f"\n<h2>{category.name}</h2>\n<ul>{links}</ul>"
    return _page("Lam Giang trẻ", head=head, main=main)


def _dated(article: Article, *, separator: str) -> str:
    if article.published_at is None:
        return ""
    local = article.published_at.astimezone(LOCAL)
    return f"{WEEKDAYS[local.weekday()]}, Ngày {local:%d/%m/%Y}{separator}{local:%H:%M}"


def _page(title: str, *, head: str, main: str) -> str:
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title, quote=False)}</title>{head}"
        "<style>body{max-width:44rem;margin:auto;padding:1rem;font:1.05rem/1.6 sans-serif}"
        "img{max-width:100%;height:auto}</style>"
        f"</head>\n<body>\n{main}\n</body></html>\n"
    )
