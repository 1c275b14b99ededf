"""The text or caption of a call, parsed, checked and as the message will show it."""

from .entities import fixed_text, sorted_entities, utf16_length
from .errors import JsonObject, bad_request, not_modelled
from .htmlparse import parse_html
from .markup import BadMarkup
from .state import State

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
MOST_ENTITIES = 100


def formatted(
    state: State, params: JsonObject, *, text: str, entities: str = "entities"
) -> tuple[str, list[JsonObject]]:
    """The text and entities that the parameters named `text` and `entities` give.

    Raises:
        Refusal: the markup cannot be parsed, or the parse mode is unknown.
    """
    source: str = params.get(text, "").replace("\0", " ")
    mode = params.get("parse_mode", "").lower()
    given: list[JsonObject] = params.get(entities, [])
    if mode == "html":
        try:
            source, given = parse_html(source)
        except BadMarkup as error:
            raise bad_request(f"can't parse entities: {error}") from error
    elif mode in ("markdown", "markdownv2"):
        raise not_modelled("parse mode")
    elif mode:
        raise bad_request("unsupported parse_mode")
    plain, fixed = fixed_text(source, sorted_entities(known_users(state, given)))
    return plain, fixed[:MOST_ENTITIES]


def known_users(state: State, entities: list[JsonObject]) -> list[JsonObject]:
    """Mentions by id carry the user; those of strangers are dropped, as Telegram does."""
    kept = []
    for each in entities:
        if "user_id" in each:
            person = state.people.get(each["user_id"])
            if person is None:
                continue
            place = {key: each[key] for key in ("type", "offset", "length")}
            kept.append({**place, "user": person.user()})
        else:
            kept.append(each)
    return kept


def text_content(state: State, params: JsonObject) -> JsonObject:
    """`text`, `entities` and `link_preview_options` of a text message.

    Raises:
        Refusal: empty or longer than 4096 UTF-16 units after parsing.
    """
    text, entities = formatted(state, params, text="text")
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > TEXT_LENGTH:
        raise bad_request("message is too long")
    content: JsonObject = {"text": text}
    if entities:
        content["entities"] = entities
    if "link_preview_options" in params:
        content["link_preview_options"] = params["link_preview_options"]
    return content


def caption_content(state: State, params: JsonObject) -> JsonObject:
    """`caption`, `caption_entities` and its place; empty when there is no caption."""
    caption, entities = formatted(state, params, text="caption", entities="caption_entities")
    if utf16_length(caption) > CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    content: JsonObject = {}
    if caption:
        content["caption"] = caption
        if entities:
            content["caption_entities"] = entities
        if params.get("show_caption_above_media"):
            content["show_caption_above_media"] = True
    return content
