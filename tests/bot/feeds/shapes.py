"""Feeds in the shapes met in the field, each as short as its oddity allows.

The words are invented, hosts are `.example`; the shapes are those of the papers and programs
that the names say.
"""

from bot.simulator.publishers import broken, publishers
from bot.simulator.publishers.formats import atom, rdf, rss, sharepoint
from tests.bot.feeds.conftest import NOW

BASE = "https://tin.example"
NAMES = " ".join(
    f'xmlns:{name}="{uri}"'
    for name, uri in {
        "atom": "http://www.w3.org/2005/Atom",
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "media": "http://search.yahoo.com/mrss/",
        "slash": "http://purl.org/rss/1.0/modules/slash/",
        "georss": "http://www.georss.org/georss",
        "wfw": "http://wellformedweb.org/CommentAPI/",
    }.items()
)


def channel(*items: str, head: str = "", version: str = "2.0") -> str:
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="{version}" {NAMES}><channel>'
        f"<title>Báo</title><link>{BASE}/</link>{head}{inside}</channel></rss>"
    )


def item(at: int, *, title: str = "Đoàn viên ra quân", date: str = "", more: str = "") -> str:
    named = (
        f"<title>{title}</title><link>{BASE}/bai-{at}.html</link><guid>{BASE}/bai-{at}.html</guid>"
    )
    return named + (f"<pubDate>{date}</pubDate>" if date else "") + more


VNEXPRESS = channel(
    item(
        1,
        date="Mon, 23 Nov 2026 09:00:00 +0700",
        more='<description><![CDATA[<a href="https://tin.example/bai-1.html"><img width=130 '
        'height=100 src="https://cdn.tin.example/a.jpg?w=180&h=108&q=100" ></a></br>Lời dẫn.]]>'
        "</description><slash:comments>12</slash:comments>",
    ),
    item(2, date="Thứ 5, 28/05/2026 17:00:00 GMT+7", more="<description>Lời dẫn</description>"),
)
TUOI_TRE = channel(
    item(1, date="Mon, 23 Nov 2026 09:00:00 GMT+7", more="<description>Lời dẫn</description>"),
    item(2, date="Mon, 23 Nov 2026 09:00:00 UTC+7"),
    item(3, date="Mon, 23 Nov 2026 09:00:00 ICT"),
    item(4, date="10/2/2026 9:25:00 AM"),
    item(5, date="2026-11-23T09:00:00"),
)
THANH_NIEN = channel(
    item(
        1,
        title="<![CDATA[Ng&ocirc;i sao Đ&agrave; Nẵng]]>",
        date="27 Jan 24",
        more="<description><![CDATA[<a href='/a'><img src='/a.jpg'></a>H&agrave;ng &amp;agrave;]]>"
        "</description>",
    )
)
TIEN_PHONG = channel(f"<title>Tin</title><link>{BASE}/a-post1.tpo)</link>")
DAN_TRI = channel(
    item(
        1,
        date="Mon, 23 Nov 2026 09:00:00 GMT+7",
        more="<description>Lời dẫn</description><content:encoded><![CDATA[<p>Lời dẫn</p><p>Thân "
        '<b>bài</b></p><script>1</script><img src="/a.jpg">]]></content:encoded>'
        "<category>Xã hội</category><category>Đoàn</category>",
    )
)
GOOGLE_NEWS = channel(
    item(
        1,
        title="Đoàn viên ra quân - Báo Tỉnh",
        date="Mon, 23 Nov 2026 02:00:00 GMT",
        more='<description>&lt;a href="https://tin.example/1"&gt;Đoàn viên ra quân&lt;/a&gt;'
        "&amp;nbsp;Báo Tỉnh</description><source url='https://tinh.example'>Báo Tỉnh</source>",
    )
)
PROVINCE = "\ufeff" + channel(
    item(1, title="Thông báo\x0b số 1", date="23/11/2026 09:00", more="<description/>")
)
WORDPRESS = channel(
    item(
        1,
        date="Mon, 23 Nov 2026 02:00:00 +0000",
        more="<dc:creator><![CDATA[Kiều Oanh]]></dc:creator><comments>https://tin.example/1#c</comments>"
        "<category><![CDATA[Tin]]></category><description><![CDATA[<p>Lời dẫn [&#8230;]</p>"
        "\n<p>The post <a href='https://tin.example/1'>x</a> appeared first on Báo.</p>]]>"
        "</description><content:encoded><![CDATA[<p>Thân bài</p>]]></content:encoded><wfw:commentRss>https://tin."
        "example/1/feed</wfw:commentRss><slash:comments>0</slash:comments>",
    ),
    head="<atom:link href='https://tin.example/feed' rel='self'/>",
)
MEDIA = channel(
    item(
        1,
        more="<description>Lời dẫn</description><media:group><media:content "
        "url='https://tin.example/s.jpg' medium='image' width='130'>"
        "<media:description type='plain'>Chú thích</media:description>"
        "<media:credit>Oanh</media:credit></media:content></media:group>",
    )
)
PODCAST = channel(
    "<title>Tập 9</title><guid isPermaLink='false'>tap-9</guid><pubDate>"
    "Mon, 23 Nov 2026 02:00:00 GMT</pubDate><itunes:author>Đài tỉnh</itunes:author>"
    "<itunes:summary>Tập 9 kể chuyện</itunes:summary><itunes:duration>12:30</itunes:duration>"
    "<itunes:image href='https://tin.example/i.jpg'/>"
    "<enclosure url='https://tin.example/9.mp3' type='audio/mpeg' length='4096'/>"
)
NOTES = channel("<description>Sáng nay ra quân.</description><link>https://tin.example/n1</link>")
MAILS = channel(item(1, more="<author>oanh@tin.media (Kiều Oanh)</author>"))
TWICE = channel(
    item(
        1,
        more="<description>&amp;lt;p&amp;gt;Lời d&amp;amp;#7851;n&amp;lt;/p&amp;gt;</description>",
    )
)
BARE = channel(
    "<title>Tin</title><guid>7</guid><description>&lt;p&gt;Một.&lt;/p&gt;&lt;p&gt;Hai.&lt;/p&gt;"
    "</description>"
)
RSS_091 = (
    '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
    '"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>T'
    f"</title><item><title>Tin</title><link>{BASE}/1</link>"
    "<description>Lời dẫn</description></item></channel></rss>"
)
BLOGGER = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/b/"><title>T</title>'
    "<author><name>Chi đoàn</name></author><entry><id>tag:blog.example,1999:post-1</id>"
    "<published>2026-11-23T09:00:00.000+07:00</published><updated>2026-11-23T10:00:00.000+07:00"
    "</updated><category term='Tin'/><title type='text'>Ra quân &lt;1&gt;</title>"
    "<content type='html'>&lt;p&gt;Thân &lt;a href='x.html'&gt;bài&lt;/a&gt;&lt;/p&gt;</content>"
    "<link rel='replies' href='https://blog.example/r'/><link rel='alternate' href='2026/1.html'/>"
    "</entry></feed>"
)
YOUTUBE = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>T</title>'
    "<entry><id>yt:video:a1</id><title>Phim</title><link rel='alternate' href='https://v.example/a1'/>"
    "<author><name>Kênh</name></author><published>2026-11-23T02:00:00+00:00</published>"
    "<updated>2026-11-23T03:00:00+00:00</updated><media:group><media:title>Phim</media:title>"
    "<media:content url='https://v.example/v/a1' type='application/x-shockwave-flash'/>"
    "<media:thumbnail url='https://v.example/a1.jpg'/><media:description>Phim về rừng"
    "</media:description></media:group></entry></feed>"
)
ATOM_03 = (
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>Tin</title><id>1'
    "</id><link rel='alternate' href='https://tin.example/1'/><issued>2026-01-02T03:04:05+07:00</issued>"
    "<modified>2026-01-03T03:04:05+07:00</modified><summary>Lời dẫn</summary></entry></feed>"
)


SHAPES = {
    "vnexpress": VNEXPRESS,
    "tuoi_tre": TUOI_TRE,
    "thanh_nien": THANH_NIEN,
    "tien_phong": TIEN_PHONG,
    "dan_tri": DAN_TRI,
    "google_news": GOOGLE_NEWS,
    "province": PROVINCE,
    "wordpress": WORDPRESS,
    "media": MEDIA,
    "podcast": PODCAST,
    "notes": NOTES,
    "mails": MAILS,
    "twice": TWICE,
    "bare": BARE,
    "rss_091": RSS_091,
    "blogger": BLOGGER,
    "youtube": YOUTUBE,
    "atom_03": ATOM_03,
}


def corpus() -> dict[str, bytes]:
    """Every shape by its name: the pretend publishers', these here, and the broken ones."""
    shown = publishers(now=lambda: NOW).on_show()
    writers = (
        rss.newspaper,
        rss.magazine,
        rss.daily,
        rdf.rdf,
        atom.atom,
        sharepoint.list_feed,
    )
    written = {it.__name__: it(shown, title="T", base_url=BASE, at=NOW).encode() for it in writers}
    wrong = (
        broken.truncated,
        broken.wrong_encoding,
        broken.windows_1258,
        broken.control_characters,
        broken.surrogate,
    )
    texts = {name: text.encode() for name, text in SHAPES.items()}
    return {**written, **texts, **{it.__name__: it() for it in wrong}}
