"""An article's royalty: shown, set by a person, shared between authors, adjusted."""

from __future__ import annotations

from decimal import Decimal

from telegram import Update

from bot.desk import Act
from bot.i18n import text
from bot.press import Press, Verb
from bot.render.royalty import article_screen
from bot.royalty import Measure, read_points, read_shares
from bot.royalty_desk import Rated, Rating, rate, rating_of, resized
from bot.text import clean
from handlers.asking import ask
from handlers.context import Context
from handlers.desk import may_now
from handlers.showing import look_for, say, send, show, toast
from storage.errors import NotFound, Stale
from storage.model import ArticleId, Person, Reader
from storage.prompts import Prompt

REASON_LENGTH = 300
NAME_LENGTH = 120
ALERTS = {Rated.NEEDS_REASON, Rated.TOO_MUCH, Rated.NO_UNIT}


async def press_royalty(update: Update, context: Context, press: Press) -> None:
    """The article's royalty: suggestion, what was set, the buttons."""
    reader = await context.reader(update)
    rating = await _rating(update, context, reader, press.id)
    if rating is not None:
        await toast(update)
        look = await look_for(context, update, reader)
        await show(update, context, article_screen(rating, look=look))


async def press_set(update: Update, context: Context, press: Press) -> None:
    """Sets what the button carries: points, pages, photos, or what is suggested."""
    reader = await context.reader(update)
    rating = await _rating(update, context, reader, press.id)
    if rating is None:
        return
    measure = _wanted(rating, press.argument)
    if measure is None:
        await toast(update, text("errors.old_button", reader.language), is_alert=True)
        return
    rated = await _rate(context, rating, measure, reader=reader)
    await toast(update, _said(rated, rating, reader), is_alert=rated in ALERTS)
    if rated is Rated.NEEDS_REASON:
        await _ask(update, context, reader, rating, verb=Verb.ROYALTY_ASK)
        return
    await _show_again(update, context, reader, rating)


async def press_ask(update: Update, context: Context, press: Press) -> None:
    """Asks for points with their reason, or for the authors."""
    reader = await context.reader(update)
    rating = await _rating(update, context, reader, press.id)
    if rating is not None:
        await toast(update)
        await _ask(update, context, reader, rating, verb=press.verb)


async def take_points(update: Update, context: Context, prompt: Prompt) -> bool:
    """A reply with points, and with a reason where one is needed."""
    reader, given = await context.reader(update), _words_of(update)
    rating = await _asked_rating(update, context, reader, prompt)
    if rating is None:
        return True
    points = read_points(given)
    if points is None:
        await say(update, context, text("royalty.bad_points", reader.language))
        return False
    measure = _with_points(rating, points[0])
    reason = clean(points[1], limit=REASON_LENGTH)
    rated = await _rate(context, rating, measure, reason=reason, reader=reader)
    return await _answered(update, context, reader, rating, rated=rated)


async def take_authors(update: Update, context: Context, prompt: Prompt) -> bool:
    """A reply with the authors and their shares."""
    reader, given = await context.reader(update), _words_of(update)
    rating = await _asked_rating(update, context, reader, prompt)
    if rating is None:
        return True
    shares = read_shares(given)
    if shares is None:
        await say(update, context, text("royalty.bad_authors", reader.language))
        return False
    rated = await _rate(
        context,
        rating,
        rating.measure,
        shares=[(_author(rating, name), share) for name, share in shares],
        reason=text("royalty.authors_changed", "vi") if rating.is_closed else "",
        reader=reader,
    )
    return await _answered(update, context, reader, rating, rated=rated)


async def _show_again(update: Update, context: Context, reader: Reader, rating: Rating) -> None:
    again = await _rating_now(context, rating.article.id)
    if again is not None:
        look = await look_for(context, update, reader)
        await show(update, context, article_screen(again, look=look))


def _said(rated: Rated | None, rating: Rating, reader: Reader) -> str:
    if rated is None:
        # Somebody closed the month at this moment.
        return text("errors.moved_on", reader.language)
    if rated is Rated.NO_UNIT:
        return text("royalty.no_unit", reader.language, day=f"{rating.day:%d/%m/%Y}")
    return text(f"royalty.{rated}", reader.language)


async def _answered(
    update: Update, context: Context, reader: Reader, rating: Rating, *, rated: Rated | None
) -> bool:
    """Says what a reply did and shows the article; whether it did anything."""
    await say(update, context, _said(rated, rating, reader))
    again = await _rating_now(context, rating.article.id)
    if again is not None and rated not in ALERTS:
        look = await look_for(context, update, reader)
        await send(update, context, article_screen(again, look=look))
    return rated not in ALERTS


async def _rate(
    context: Context,
    rating: Rating,
    measure: Measure,
    *,
    shares: list[tuple[Person, Decimal]] | None = None,
    reason: str = "",
    reader: Reader,
) -> Rated | None:
    newsroom = context.newsroom
    try:
        return await rate(
            newsroom.storage,
            rating,
            measure,
            shares=shares or (),
            reason=reason,
            by=reader.id,
            now=newsroom.now(),
            zone=newsroom.config.zone,
        )
    except Stale:
        return None


async def _rating(
    update: Update, context: Context, reader: Reader, article_id: int
) -> Rating | None:
    """The article's royalty, if this person may see it and there is one; else says why not."""
    if not await may_now(update, context, reader, Act.SET_ROYALTY):
        return None
    try:
        rating = await _rating_now(context, ArticleId(article_id))
    except NotFound:
        await toast(update, text("errors.not_found", reader.language), is_alert=True)
        return None
    if rating is None:
        await toast(update, text("royalty.not_published", reader.language), is_alert=True)
    return rating


async def _asked_rating(
    update: Update, context: Context, reader: Reader, prompt: Prompt
) -> Rating | None:
    if prompt.article_id is None:
        return None
    # The right is asked again: weeks may lie between a question and its answer.
    return await _rating(update, context, reader, prompt.article_id)


async def _rating_now(context: Context, article_id: ArticleId) -> Rating | None:
    newsroom = context.newsroom
    return await rating_of(newsroom.storage, article_id, zone=newsroom.config.zone)


async def _ask(
    update: Update, context: Context, reader: Reader, rating: Rating, *, verb: Verb
) -> None:
    key, field = "royalty.ask_points", "royalty_points"
    if verb is Verb.ROYALTY_AUTHORS:
        key, field = "royalty.ask_authors", "royalty_authors"
    await ask(update, context, reader, key=key, field=field, article_id=rating.article.id)


def _wanted(rating: Rating, argument: str) -> Measure | None:
    if argument == "s":
        return rating.suggestion
    found = read_points(argument[1:])
    if found is None or found[1]:
        return None
    match argument[0]:
        case "c":
            return _with_points(rating, found[0])
        case "g":
            return resized(rating, pages=found[0])
        case "h":
            return resized(rating, photos=int(found[0]))
    return None


def _with_points(rating: Rating, points: Decimal) -> Measure:
    measure = rating.measure
    return Measure(
        coefficient=points,
        page_count=measure.page_count,
        photo_count=measure.photo_count,
        per_photo=measure.per_photo,
    )


def _author(rating: Rating, name: str) -> Person:
    """Who is meant by a name: somebody known by it already, or only a name."""
    name = clean(name, limit=NAME_LENGTH)
    known = [author for author, _ in rating.shares if author.name == name]
    byline = rating.article.content.author
    return known[0] if known else byline if byline.name == name else Person(name=name)


def _words_of(update: Update) -> str:
    message = update.effective_message
    return clean(message.text or "") if message is not None else ""
