from datetime import timedelta

from storage import Storage
from storage.audit import AuditLine
from storage.model import Content, Person, ReaderId, Role
from tests.moments import NOW

LINH = Person(id=ReaderId(7), name="Linh")


async def test_acts_at_the_desk_are_listed_newest_first(storage: Storage):
    article = await storage.articles.draft(Content(title="Tin"), by=LINH, now=NOW)
    await storage.articles.publish(article.id, expected=article.version, by=LINH, now=NOW)
    later = NOW + timedelta(minutes=1)
    await storage.articles.retract(article.id, by=LINH, note="nhầm", now=later)

    lines = await storage.audit.find(limit=10)

    assert [line.action for line in lines] == ["retract", "publish"]
    assert lines[0] == AuditLine(
        at=later,
        by_id=LINH.id,
        action="retract",
        subject="article",
        subject_id=article.id,
        detail="nhầm",
        subject_name="Tin",
    )
    assert await storage.audit.find(limit=1, offset=1) == lines[1:]


async def test_acts_can_be_asked_for_by_subject_and_by_person(storage: Storage):
    an, binh = ReaderId(101), ReaderId(102)
    await storage.readers.welcome(an, name="An", language="vi", now=NOW)
    await storage.roles.grant(binh, role=Role.WRITER, by=an, now=NOW)
    article = await storage.articles.draft(Content(title="Tin"), by=LINH, now=NOW)
    await storage.articles.discard(article.id, by=Person(id=an), now=NOW)

    people = await storage.audit.find(limit=9, subjects=("reader", "export"))
    both = await storage.audit.find(limit=9, by_id=an)

    assert [(line.action, line.by_name) for line in people] == [("grant", "An")]
    assert [line.action for line in both] == ["discard", "grant"]
    assert await storage.audit.find(limit=9, subjects=("article",), by_id=binh) == []
