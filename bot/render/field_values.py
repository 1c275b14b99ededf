"""What a field of an article holds, in words (pure)."""

from bot.dates import format_day
from bot.fields import Field
from bot.html import plain_text
from bot.i18n import text
from bot.numbers import format_number
from bot.render.furniture import attachment_label
from bot.render.screen import Look
from storage.model import Content


def value_of(content: Content, field: Field, *, look: Look) -> str:
    """The field's value as an editor reads it; empty when it holds nothing."""
    match field:
        case Field.BODY:
            return plain_text(content.body_html)
        case Field.IMAGE:
            return text("write.there_is", look.language) if content.image_url else ""
        case Field.AUTHOR:
            return content.author.name
        case Field.FEATURED:
            return _featured(content, look=look)
        case Field.RELATED:
            return "\n".join(it.title for it in content.related)
        case Field.AUDIO:
            return "\n".join(attachment_label(it, look=look) for it in content.audio)
        case Field.ATTACHMENTS:
            return "\n".join(attachment_label(it, look=look) for it in content.attachments)
        case Field.PAGES:
            return "" if content.page_count is None else str(content.page_count)
        case Field.PHOTOS:
            return "" if content.photo_count is None else str(content.photo_count)
        case Field.ROYALTY:
            amount = content.royalty_vnd
            return "" if amount is None else f"{format_number(amount, language=look.language)} đ"
    return str(getattr(content, field.value))


def _featured(content: Content, *, look: Look) -> str:
    if not content.is_featured:
        return ""
    if content.featured_until_at is None:
        return text("write.no_end", look.language)
    day = format_day(content.featured_until_at, zone=look.zone)
    return text("write.featured_until", look.language, day=day)
