"""sendPhoto, sendDocument and the other files, sendMediaGroup, getFile.

Bot API, "Sending files": by `file_id`, by URL (Telegram fetches it), or uploaded.
"""

from .errors import JsonObject, Refusal, bad_request
from .files import StoredFile, Upload, media_object, photo_sizes
from .flood import Flood
from .posting import post, receiving_chat
from .state import Request, State
from .texts import caption_content

URL_BYTES = {"photo": 5 * 1024 * 1024}
OTHER_URL_BYTES = 20 * 1024 * 1024
ALBUM_KINDS = {"photo", "video", "document", "audio"}
TYPE_OF_PAGE = {
    "photo": ("image/",),
    "video": ("video/",),
    "animation": ("image/gif", "video/"),
    "audio": ("audio/",),
    "voice": ("audio/",),
}


async def stored_media(state: State, request: Request, source: object, *, kind: str) -> StoredFile:
    """The file that a parameter names: an upload, "attach://part", a URL or a `file_id`.

    Raises:
        Refusal: not found, wrong kind, too big, not a picture.
    """
    if isinstance(source, Upload):
        return state.files.keep(source, kind=kind)
    named = str(source)
    if named.startswith("attach://"):
        upload = request.uploads.get(named.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return state.files.keep(upload, kind=kind)
    if named.lower().startswith(("http://", "https://")):
        return await _fetched(state, named, kind=kind)
    return state.files.named(named, kind=kind)


async def _fetched(state: State, url: str, *, kind: str) -> StoredFile:
    """What the URL gives, as Telegram's servers fetch it; kept by URL, as they do."""
    known = state.files.by_url.get((kind, url))
    if known is not None:
        return known
    upload = await state.fetch(url)
    if upload is None:
        raise bad_request("failed to get HTTP URL content")
    wanted = TYPE_OF_PAGE.get(kind, ())
    if wanted and not upload.media_type.startswith(wanted):
        raise bad_request("wrong type of the web page content")
    if len(upload.content) > URL_BYTES.get(kind, OTHER_URL_BYTES):
        raise bad_request("failed to get HTTP URL content")
    stored = state.files.keep(upload, kind=kind)
    state.files.by_url[kind, url] = stored
    return stored


async def media_content(state: State, request: Request, media: JsonObject) -> JsonObject:
    """The message fields of an InputMedia… object."""
    kind = media["type"]
    if kind not in (*ALBUM_KINDS, "animation"):
        raise bad_request(f"media of type {kind} is not modelled by the simulator")
    stored = await stored_media(state, request, media["media"], kind=kind)
    return file_content(stored) | caption_content(state, media) | _marks(media)


def file_content(stored: StoredFile) -> JsonObject:
    """The field of a message that carries the file."""
    if stored.kind == "photo":
        return {"photo": photo_sizes(stored)}
    return {stored.kind: media_object(stored)}


def _marks(params: JsonObject) -> JsonObject:
    return {"has_media_spoiler": True} if params.get("has_spoiler") else {}


async def _send_file(state: State, flood: Flood, request: Request, *, kind: str) -> JsonObject:
    chat = receiving_chat(state, request.params["chat_id"])
    if kind == "photo" and not chat.takes_photos:
        raise bad_request("not enough rights to send photos to the chat")
    caption = caption_content(state, request.params)
    stored = await stored_media(state, request, request.params[kind], kind=kind)
    content = file_content(stored) | caption | _marks(request.params)
    for key in ("duration", "performer", "title", "width", "height"):
        if key in request.params and kind != "photo":
            content[kind][key] = request.params[key]
    return post(state, flood, request, content, chat=chat)


async def send_photo(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendPhoto`: the message."""
    return await _send_file(state, flood, request, kind="photo")


async def send_document(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendDocument`: the message."""
    return await _send_file(state, flood, request, kind="document")


async def send_audio(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendAudio`: the message."""
    return await _send_file(state, flood, request, kind="audio")


async def send_voice(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendVoice`: the message."""
    return await _send_file(state, flood, request, kind="voice")


async def send_video(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendVideo`: the message."""
    return await _send_file(state, flood, request, kind="video")


async def send_animation(state: State, flood: Flood, request: Request) -> JsonObject:
    """`sendAnimation`: the message."""
    return await _send_file(state, flood, request, kind="animation")


async def send_media_group(state: State, flood: Flood, request: Request) -> list[JsonObject]:
    """`sendMediaGroup`: the messages; documents and audio do not mix with other kinds."""
    chat = receiving_chat(state, request.params["chat_id"])
    items = request.params["media"]
    if not 2 <= len(items) <= 10:
        raise bad_request("group of 2-10 media expected" if items else "media is empty")
    kinds = {each["type"] for each in items}
    if not kinds <= ALBUM_KINDS:
        raise bad_request("media type can't be used in albums")
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad_request("documents and audio can't be mixed with other media types")
    contents = [await media_content(state, request, each) for each in items]
    flood.admit(chat, messages=len(contents))
    group_id = state.take_query_id()
    return [
        post(state, flood, request, content, chat=chat, group_id=group_id) for content in contents
    ]


async def get_file(state: State, flood: Flood, request: Request) -> JsonObject:
    """`getFile`: the file with its path.

    Raises:
        Refusal: unknown, or over 20 MB.
    """
    stored = state.files.by_id.get(request.params["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.content) > OTHER_URL_BYTES:
        raise Refusal("Bad Request: file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


MEDIA = {
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendAudio": send_audio,
    "sendVoice": send_voice,
    "sendVideo": send_video,
    "sendAnimation": send_animation,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
