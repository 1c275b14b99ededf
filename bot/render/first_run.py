"""What follows the first press: the hour, the sections, the news (pure)."""

from bot.i18n import text
from bot.press import Press, Verb
from bot.render.markup import html_of, line_of
from bot.render.screen import Look, Screen, pressing


def subscribed(words: str, *, is_private: bool, look: Look) -> Screen:
    """That this chat receives from now on, and in a private chat what can be chosen next."""
    said = html_of([line_of(words)])
    if not is_private:
        return Screen(text=said)
    language = look.language
    hour = pressing(text("settings.digest_button", language), Press(verb=Verb.HOUR))
    sections = pressing(text("categories.title", language), Press(verb=Verb.CATEGORIES))
    latest = pressing(text("latest.title", language), Press(verb=Verb.LATEST))
    return Screen(text=said, keyboard=((hour, sections), (latest,)))
