"""answerCallbackQuery and answerInlineQuery."""

from datetime import timedelta

from .errors import JsonObject, bad_request
from .flood import Flood
from .keyboards import checked_inline_keyboard
from .links import BadLink, checked_link
from .rich import checked_rich_source
from .state import InlineAsk, Press, Request, State
from .texts import caption_content, text_content

TOAST_LENGTH = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MOST_RESULTS = 50


async def answer_callback_query(state: State, flood: Flood, request: Request) -> bool:
    """`answerCallbackQuery`: True; once, within the time a press waits."""
    params = request.params
    press = state.presses.get(params["callback_query_id"])
    _check_open(state, press)
    if len(params.get("text", "")) > TOAST_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {
        "text": params.get("text") or None,
        "show_alert": params.get("show_alert", False),
        "url": _start_link(state, params["url"]) if params.get("url") else None,
    }
    assert press is not None
    press.answer = answer
    if answer["text"]:
        state.people[press.person_id].toasts.append(answer["text"])
    if press.on_answer is not None:
        press.on_answer(answer)
    if state.events.is_watched:
        state.events.publish({"type": "toast", "person_id": press.person_id, **answer})
    return True


def _check_open(state: State, asked: Press | InlineAsk | None) -> None:
    if (
        asked is None
        or asked.answer is not None
        or state.now() - asked.at > timedelta(seconds=state.limits.callback_timeout_s)
    ):
        raise bad_request(TOO_OLD)


def _start_link(state: State, url: str) -> str:
    """Only "t.me/<this bot>?start=…" may be opened by an answer."""
    try:
        link = checked_link(url)
    except BadLink as error:
        raise bad_request("URL_INVALID") from error
    bot = state.bot["username"].lower()
    if not link.lower().startswith((f"https://t.me/{bot}?", f"http://t.me/{bot}?", "tg://")):
        raise bad_request("URL_INVALID")
    return link


async def answer_inline_query(state: State, flood: Flood, request: Request) -> bool:
    """`answerInlineQuery`: True; at most 50 results, each with its own id of 1-64 bytes."""
    params = request.params
    asked = state.inline_asks.get(params["inline_query_id"])
    _check_open(state, asked)
    results = params["results"]
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(params.get("next_offset", "").encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    ids = [each["id"] for each in results]
    if not all(1 <= len(each.encode()) <= 64 for each in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer = {**params, "results": [_result(state, each) for each in results]}
    assert asked is not None
    asked.answer = answer
    if asked.on_answer is not None:
        asked.on_answer(answer)
    return True


def _result(state: State, result: JsonObject) -> JsonObject:
    """The result with the message it would send, checked as if it were sent."""
    checked = dict(result)
    if "reply_markup" in result:
        checked["reply_markup"] = checked_inline_keyboard(result["reply_markup"], chat=None)
    content = result.get("input_message_content", {})
    if "message_text" in content:
        params = {**content, "text": content["message_text"]}
        checked["input_message_content"] = text_content(state, params)
    elif "rich_message" in content:
        checked_rich_source(state, content["rich_message"])
    if "caption" in result:
        checked |= caption_content(state, result)
    return checked


ANSWERS = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
}
