"""Who there is at the desk and in front of it, and what each command and button asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.desk import Act
from bot.press import Verb
from storage.model import Role
from tests.staging import ADMINISTRATOR_ID

NOBODY_ID, READER_ID, WRITER_ID, EDITOR_ID, APPROVER_ID, FORMER_ID = range(4001, 4007)

HELD: Final[Mapping[int, Role]] = {
    WRITER_ID: Role.WRITER,
    EDITOR_ID: Role.EDITOR,
    APPROVER_ID: Role.APPROVER,
    ADMINISTRATOR_ID: Role.ADMINISTRATOR,
}
PEOPLE: Final = {
    "a stranger": NOBODY_ID,
    "a reader": READER_ID,
    "a writer": WRITER_ID,
    "an editor": EDITOR_ID,
    "an approver": APPROVER_ID,
    "an administrator": ADMINISTRATOR_ID,
    "a former administrator": FORMER_ID,
}

COMMANDS: Final[Mapping[str, Act]] = {
    "dangbai": Act.WRITE,
    "banthao": Act.WRITE,
    "choduyet": Act.WRITE,
    "suabai": Act.EDIT,
    "gotin": Act.RETRACT,
    "lichdang": Act.PUBLISH,
    "thongke": Act.READ_STATISTICS,
    "nhuanbut": Act.SET_ROYALTY,
    "nguontin": Act.MANAGE_FEEDS,
    "thanhvien": Act.MANAGE_PEOPLE,
    "phanquyen": Act.MANAGE_PEOPLE,
    "nhatky": Act.READ_AUDIT,
    "xuatdulieu": Act.EXPORT,
    "saoluu": Act.ADMINISTER,
}
"""What the desk's commands ask for; every other command is everybody's."""

DESK: Final[Mapping[Verb, Act]] = {
    Verb.PUBLISH: Act.PUBLISH,
    Verb.BREAKING: Act.PUBLISH,
    Verb.CORRECT: Act.PUBLISH,
    Verb.PROGRESS: Act.FEATURE,
    Verb.UNDO: Act.PUBLISH,
    Verb.FEATURE: Act.FEATURE,
    Verb.UNFEATURE: Act.FEATURE,
    Verb.RETRACT: Act.RETRACT,
    Verb.PEOPLE: Act.MANAGE_PEOPLE,
    Verb.PERSON: Act.MANAGE_PEOPLE,
    Verb.ROLE: Act.MANAGE_PEOPLE,
    Verb.INVITE: Act.MANAGE_PEOPLE,
    Verb.CALL_BACK: Act.MANAGE_PEOPLE,
    Verb.MEMBERS: Act.MANAGE_PEOPLE,
    Verb.AUDIT: Act.READ_AUDIT,
    Verb.AUDIT_FILE: Act.READ_AUDIT,
    Verb.FEEDS: Act.MANAGE_FEEDS,
    Verb.FEED: Act.MANAGE_FEEDS,
    Verb.ADD_FEED: Act.MANAGE_FEEDS,
    Verb.TRY_FEED: Act.MANAGE_FEEDS,
    Verb.CHANGE_FEED: Act.MANAGE_FEEDS,
    Verb.POLL_FEED: Act.MANAGE_FEEDS,
    Verb.REMOVE_FEED: Act.MANAGE_FEEDS,
    Verb.COLUMNS: Act.MANAGE_FEEDS,
    Verb.COLUMN: Act.MANAGE_FEEDS,
    Verb.QUEUE: Act.ADMIT,
    Verb.ADMIT: Act.ADMIT,
    Verb.TURN_DOWN: Act.ADMIT,
    Verb.ORIGINS: Act.EDIT,
    Verb.GUIDE: Act.WRITE,
    Verb.WRITE_LIST: Act.WRITE,
    Verb.WRITE_NEW: Act.WRITE,
    Verb.WRITE_TAKE: Act.EDIT,
    Verb.APPROVE: Act.APPROVE,
    Verb.REQUEST_CHANGES: Act.REVIEW,
    Verb.REJECT: Act.REVIEW,
    Verb.PIN: Act.FEATURE,
    Verb.UNPIN: Act.FEATURE,
    Verb.DRAFT: Act.WRITE,
    Verb.MORE: Act.WRITE,
    Verb.EXPORT: Act.EXPORT,
    Verb.EXPORT_FILE: Act.EXPORT,
    Verb.ARRANGE: Act.ADMINISTER,
    Verb.SECTION: Act.ADMINISTER,
    Verb.NEW_SECTION: Act.ADMINISTER,
    Verb.RENAME_SECTION: Act.ADMINISTER,
    Verb.PLACE_SECTION: Act.ADMINISTER,
    Verb.SCHEDULE: Act.PUBLISH,
    Verb.PLAN: Act.PUBLISH,
    Verb.PLAN_TYPED: Act.PUBLISH,
    Verb.UNPLAN: Act.PUBLISH,
    Verb.CALENDAR: Act.PUBLISH,
    Verb.STATS: Act.READ_STATISTICS,
    Verb.STATS_SECTIONS: Act.READ_STATISTICS,
    Verb.STATS_WORDS: Act.READ_STATISTICS,
    Verb.STATS_OF_ARTICLE: Act.READ_STATISTICS,
    Verb.ROYALTY_MONTHS: Act.SET_ROYALTY,
    Verb.ROYALTY_MONTH: Act.SET_ROYALTY,
    Verb.ROYALTY_UNRATED: Act.SET_ROYALTY,
    Verb.ROYALTY_CLOSE: Act.CLOSE_ROYALTY,
    Verb.ROYALTY_PAY: Act.CLOSE_ROYALTY,
    Verb.ROYALTY_FILE: Act.CLOSE_ROYALTY,
    Verb.ROYALTY: Act.SET_ROYALTY,
    Verb.ROYALTY_SET: Act.SET_ROYALTY,
    Verb.ROYALTY_ASK: Act.SET_ROYALTY,
    Verb.ROYALTY_AUTHORS: Act.SET_ROYALTY,
    Verb.RELATE: Act.EDIT,
    Verb.RESEND: Act.ADMINISTER,
    Verb.LEAVE: Act.ADMINISTER,
    Verb.RELEASE: Act.ADMINISTER,
}
"""What the desk's buttons ask for."""

OWN: Final[tuple[Verb, ...]] = (
    Verb.VERSIONS,
    Verb.VERSION,
    Verb.COMPARE,
    Verb.RESTORE,
    Verb.CHECK,
    Verb.WRITE,
    Verb.WRITE_FIELD,
    Verb.WRITE_CLEAR,
    Verb.WRITE_PICK,
    Verb.WRITE_DONE,
    Verb.WRITE_SEE,
    Verb.WRITE_CARD,
    Verb.SUBMIT,
    Verb.WITHDRAW,
    Verb.DISCARD,
)
"""Buttons of an article that its writer may press, and editors of everybody's.

The last throws it away.
"""

EVERYBODY: Final = frozenset(
    {
        Verb.READ,
        Verb.TURN,
        Verb.PART,
        Verb.CLASSIC,
        Verb.RICH,
        Verb.SAVE,
        Verb.UNSAVE,
        Verb.PHOTO,
        Verb.LISTEN,
        Verb.DOCUMENTS,
        Verb.LATEST,
        Verb.FEATURED,
        Verb.SAVED,
        Verb.CATEGORIES,
        Verb.CATEGORY,
        Verb.FOLLOW,
        Verb.UNFOLLOW,
        Verb.SEARCH,
        Verb.MOST_READ,
        Verb.DAY,
        Verb.UNREAD,
        Verb.DIGEST,
        Verb.SETTINGS,
        Verb.TOGGLE,
        Verb.HOUR,
        Verb.LANGUAGE,
        Verb.SUBSCRIBE,
        Verb.UNSUBSCRIBE,
        Verb.KEYWORD,
        Verb.ERASE,
    }
)
"""Buttons of readers."""

CHATS: Final = frozenset(verb for verb in Verb if verb.name.startswith("CHAT"))
"""Buttons of a group's or a channel's settings, which ask for its own administrators."""
