"""What the publishers have published so far, and how it changes while they run."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.simulator.publishers.library import SAMPLE_SLUG, load_articles
from bot.simulator.publishers.model import CATEGORIES, Article


class Newsstand:
    """The articles of all categories; only those created by `now()` are on show."""

    def __init__(self, *, now: Callable[[], datetime], start: datetime) -> None:
        self.now = now
        self.start = start
        self._articles = {article.slug: article for article in load_articles(start)}
        self._withdrawn: set[str] = set()
        self._changed_at = datetime.min.replace(tzinfo=UTC)

    def on_show(self, *, category: str | None = None) -> list[Article]:
        """What a visitor sees now, newest first; all categories when None."""
        now = self.now()
        seen = [
            article
            for slug, article in self._articles.items()
            if slug not in self._withdrawn
            and article.created_at <= now
            and category in (None, article.category)
        ]
        return sorted(seen, key=lambda article: (article.created_at, article.number), reverse=True)

    def all(self) -> list[Article]:
        """Every article, also withdrawn ones and those of later hours, in written order."""
        return list(self._articles.values())

    def find(self, slug: str) -> Article | None:
        """The article if it is on show."""
        return next((article for article in self.on_show() if article.slug == slug), None)

    def find_number(self, number: int) -> Article | None:
        """The article with this list item id, if it is on show."""
        return next((article for article in self.on_show() if article.number == number), None)

    def is_withdrawn(self, slug: str) -> bool:
        """Whether it was on show once and no longer is."""
        return slug in self._withdrawn

    def changed_at(self) -> datetime:
        """The newest instant at which anything on show came, changed or went."""
        return max([self._changed_at, *(article.modified_at for article in self.on_show())])

    def publish(
        self,
        slug: str,
        *,
        title: str | None = None,
        summary: str | None = None,
        body_html: str | None = None,
        category: str | None = None,
    ) -> Article:
        """The article, on show from this instant; an unknown slug makes a new one."""
        now = self.now()
        known = self._articles.get(slug) or self._blank(slug)
        article = replace(
            known,
            title=title or known.title,
            summary=summary or known.summary,
            body_html=body_html or known.body_html,
            category=category or known.category,
            created_at=now,
            modified_at=now,
            published_at=now,
        )
        return self._keep(article)

    def edit(
        self,
        slug: str,
        *,
        title: str | None = None,
        summary: str | None = None,
        body_html: str | None = None,
    ) -> Article:
        """The article with what is given changed; its dates of publication stay.

        Raises:
            KeyError: there is no such article.
        """
        known = self._articles[slug]
        article = replace(
            known,
            title=title or known.title,
            summary=summary or known.summary,
            body_html=body_html or known.body_html,
            modified_at=self.now(),
        )
        return self._keep(article)

    def withdraw(self, slug: str) -> None:
        """Takes the article off every feed; its page answers 410 from now on.

        Raises:
            KeyError: there is no such article.
        """
        self._withdrawn.add(self._articles[slug].slug)
        self._changed_at = self.now()

    def _keep(self, article: Article) -> Article:
        self._articles[article.slug] = article
        self._withdrawn.discard(article.slug)
        return article

    def _blank(self, slug: str) -> Article:
        sample = self._articles[SAMPLE_SLUG]
        return replace(
            sample,
            slug=slug,
            number=max(article.number for article in self._articles.values()) + 1,
            title=slug,
            summary="",
            body_html=f"<p>{slug}</p>",
            category=CATEGORIES[0].name,
            view_count=0,
            page_count="1",
            photo_count=1,
            royalty_vnd=None,
            audio=(),
            attachments=(),
            related=(),
            history="",
        )
