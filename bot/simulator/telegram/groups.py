"""Groups and channels: who is in, what the bot may do there."""

from .chats import bot_member, person_member
from .entities import fixed_text
from .errors import JsonObject
from .posting import keep
from .seen import Phone
from .state import ChatRecord, PersonRecord, State, Stored
from .writing import status_changed


class Group:
    """A group, supergroup or channel; made by `Simulator.group` and `Simulator.channel`."""

    def __init__(self, state: State, record: ChatRecord) -> None:
        self._state = state
        self.record = record
        self.id = record.id

    @property
    def phone(self) -> Phone:
        """The chat as every member sees it."""
        return Phone(self._state, self.record, viewer_id=None)

    def kick_bot(self, *, by: int | None = None) -> None:
        """Removes the bot; its messages are refused from now on."""
        self._set_status("kicked", by=by)

    def add_bot(self, *, by: int | None = None, as_admin: bool = False) -> None:
        """Takes the bot in."""
        self._set_status("administrator" if as_admin else "member", by=by)

    def _set_status(self, status: str, *, by: int | None) -> None:
        old = bot_member(self._state, self.record)
        self.record.bot_status = status
        status_changed(
            self._state,
            self.record,
            self._actor(by),
            kind="my_chat_member",
            old=old,
            new=bot_member(self._state, self.record),
        )

    def mute_bot(self, *, muted: bool = True) -> None:
        """Takes the bot's right to write, or gives it back; no update tells it."""
        self.record.is_bot_muted = muted

    def forbid_photos(self) -> None:
        """Takes the right to send photos from whoever is no administrator, the bot too."""
        self.record.takes_photos = False

    def add_topic(self, thread_id: int) -> None:
        """Opens a topic, so that messages can be sent into it."""
        self.record.topics.add(thread_id)

    def join(self, person_id: int) -> None:
        """Somebody comes in."""
        self._move(person_id, joins=True)

    def leave(self, person_id: int) -> None:
        """Somebody goes."""
        self._move(person_id, joins=False)

    def _move(self, person_id: int, *, joins: bool) -> None:
        person = self._state.people[person_id]
        old = person_member(self._state, self.record, person_id)
        if joins:
            self.record.members.add(person_id)
        else:
            self.record.members.discard(person_id)
            self.record.admins.discard(person_id)
        new = person_member(self._state, self.record, person_id)
        status_changed(self._state, self.record, person, kind="chat_member", old=old, new=new)
        service = (
            {"new_chat_members": [person.user()]} if joins else {"left_chat_member": person.user()}
        )
        self._service(person, service)

    def migrate(self, new_id: int) -> "Group":
        """Turns a group into a supergroup with a new id; the old one refuses from now on."""
        old = self.record
        new = ChatRecord(
            id=new_id,
            type="supergroup",
            title=old.title,
            members=set(old.members),
            admins=set(old.admins),
            bot_status=old.bot_status,
        )
        self._state.chats[new_id] = new
        actor = self._actor(None)
        self._service(actor, {"migrate_to_chat_id": new_id})
        old.migrated_to = new_id
        migrated = Group(self._state, new)
        migrated._service(actor, {"migrate_from_chat_id": old.id})
        return migrated

    def post(self, text: str) -> int | None:
        """An admin posts in the channel: a `channel_post` update."""
        plain, entities = fixed_text(text, [])
        content: JsonObject = {"text": plain}
        if entities:
            content["entities"] = entities
        chat = self._state.chat_json(self.record)
        body = {**self._head(), "sender_chat": chat, **content}
        keep(self._state, self.record, Stored(body=body, sent_at=self._state.now(), by_bot=False))
        return self._state.updates.add("channel_post", body)

    def _service(self, actor: PersonRecord, content: JsonObject) -> None:
        body = {**self._head(), "from": actor.user(), **content}
        keep(self._state, self.record, Stored(body=body, sent_at=self._state.now(), by_bot=False))
        if self.record.bot_status in ("member", "administrator"):
            self._state.updates.add("message", body)

    def _head(self) -> JsonObject:
        return {
            "message_id": self._state.take_message_id(self.record),
            "chat": self._state.chat_json(self.record),
            "date": int(self._state.now().timestamp()),
        }

    def _actor(self, person_id: int | None) -> PersonRecord:
        """Who did it: the one named, else an admin, else a member, else a stranger."""
        candidates = [*sorted(self.record.admins), *sorted(self.record.members)]
        chosen = person_id if person_id is not None else next(iter(candidates), None)
        if chosen is None:
            return PersonRecord(id=1087968824, first_name="Group")
        return self._state.people[chosen]
