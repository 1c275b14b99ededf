"""What people send beside texts: a file with its caption, as the fields of a message."""

from .errors import JsonObject
from .files import Upload, media_object, photo_sizes
from .state import State
from .writing import text_of_person


def enclosed(
    state: State,
    content: bytes,
    *,
    kind: str,
    name: str = "photo.jpg",
    media_type: str = "image/jpeg",
    caption: str = "",
) -> JsonObject:
    """The message's fields.

    Bot API, "Message": an animation comes as a document, too.
    """
    stored = state.files.keep(Upload(name=name, content=content, media_type=media_type), kind=kind)
    body: JsonObject = {"photo": photo_sizes(stored)}
    if kind != "photo":
        body = {kind: media_object(stored)}
    if kind == "animation":
        body["document"] = media_object(stored)
    if caption:
        said = text_of_person(caption)
        body["caption"] = caption
        if "entities" in said:
            body["caption_entities"] = said["entities"]
    return body
