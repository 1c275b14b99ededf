"""The buttons under a rich article (pure)."""

from bot.i18n import text
from bot.press import Press, Verb
from bot.render import furniture
from bot.render.screen import Button, Keyboard, Look, Style, pressing, rows_of
from bot.render.served import addresses_of
from bot.render.story import story_of
from storage.model import Article


def rich_keyboard(
    article: Article,
    *,
    at: int,
    count: int,
    is_saved: bool,
    plays_all: bool,
    more: Keyboard,
    look: Look,
) -> Keyboard:
    """Part `at` of `count`; `more` leads to other articles.

    `plays_all`: every sound of the article stands in it.
    """
    classic = Press(verb=Verb.CLASSIC, id=article.id)
    asks_for_sound = look.saves_data or not (article.content.audio and plays_all)
    return rows_of(
        _turning(article, at=at, count=count, look=look),
        (
            furniture.save_button(article, is_saved=is_saved, look=look),
            furniture.share_button(article, look=look),
        ),
        (
            _photos(article, look=look),
            furniture.listen_button(article, look=look) if asks_for_sound else None,
            furniture.documents_button(article, look=look),
            furniture.copy_button(article, look=look),
            furniture.web_button(article, look=look),
        ),
        *more,
        # The way to the plain form stays last, where it is looked for.
        (pressing(text("card.classic_form", look.language), classic),),
    )


def _photos(article: Article, *, look: Look) -> Button | None:
    """The pictures stand in their places; a saver asks for them."""
    if not look.saves_data:
        return None
    count = len(addresses_of(story_of(article.content)))
    return furniture.photos_button(article, count=count, look=look)


def _turning(article: Article, *, at: int, count: int, look: Look) -> tuple[Button | None, ...]:
    back, go_on = None, None
    if at:
        press = Press(verb=Verb.PART, id=article.id, page=at - 1)
        back = pressing(f"◀ {text('button.previous_page', look.language)}", press)
    if at < count - 1:
        label = f"{text('card.read_more', look.language)} ({at + 2}/{count})"
        press = Press(verb=Verb.PART, id=article.id, page=at + 1)
        go_on = pressing(label, press, style=Style.PRIMARY)
    return back, go_on
