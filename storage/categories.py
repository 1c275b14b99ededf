"""Categories and genres: a row for each name, under an address made of plain letters."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from storage.audit import note
from storage.database import Row, Shelf, Transaction, reads, writes
from storage.errors import NotFound, Taken
from storage.model import Category, CategoryId, GenreId, ReaderId

_NOT_SLUG = re.compile("[^a-z0-9]+")
_CROSSED_D = str.maketrans("đð", "dd")


class Categories(Shelf):
    """The sections of the news, in the order that an editor gave them."""

    @reads
    async def all(self, tx: Transaction) -> list[Category]:
        """Every category, by position, then in the order they came."""
        rows = await tx.rows(
            """
            SELECT id, slug, name, parent_id
            FROM categories
            ORDER BY position, id
            """
        )
        return [_category_of(row) for row in rows]

    @writes
    async def ensure(self, tx: Transaction, name: str) -> Category:
        """The category of this name, made when there is none yet."""
        return await _get(tx, await ensure_category(tx, name))

    @reads
    async def get(self, tx: Transaction, category_id: CategoryId) -> Category:
        """The category; NotFound when there is none."""
        return await _get(tx, category_id)

    @writes
    async def rename(
        self,
        tx: Transaction,
        category_id: CategoryId,
        *,
        name: str,
        by: ReaderId | None,
        now: datetime,
    ) -> Category:
        """The category under its new name. Its address stays; the old name still means it.

        Raises:
            NotFound: no such category.
            Taken: another is called so, or was.
        """
        before = await _get(tx, category_id)
        known = await _known(tx, name)
        if known not in (None, category_id):
            raise Taken("category name", (await _get(tx, CategoryId(known))).name)
        await tx.run("UPDATE categories SET name = :name WHERE id = :id", name=name, id=category_id)
        await tx.run("DELETE FROM category_names WHERE name = :name", name=name)
        if name != before.name:
            await tx.run(
                "INSERT INTO category_names (name, category_id) VALUES (:name, :id)",
                name=before.name,
                id=category_id,
            )
        await note(
            tx,
            at=now,
            by=by,
            action="rename",
            subject="category",
            subject_id=category_id,
            detail=before.name,
        )
        return await _get(tx, category_id)

    @writes
    async def place(
        self,
        tx: Transaction,
        category_id: CategoryId,
        *,
        under: CategoryId | None,
        by: ReaderId | None,
        now: datetime,
    ) -> bool:
        """Whether the category is now a part of `under`, or of none; NotFound when unknown.

        There is one level: what has parts becomes nobody's part, what is one takes none.
        Whoever follows `under` by choice follows its new part.
        """
        await _get(tx, category_id)
        if under is not None and not await _may_stand(tx, category_id, under=under):
            return False
        await tx.run(
            "UPDATE categories SET parent_id = :under WHERE id = :id", id=category_id, under=under
        )
        if under is not None:
            await _follow_with(tx, category_id, whole=under)
        await note(
            tx,
            at=now,
            by=by,
            action="take_out" if under is None else "place",
            subject="category",
            subject_id=category_id,
            detail="" if under is None else (await _get(tx, under)).name,
        )
        return True

    @reads
    async def genres(self, tx: Transaction) -> list[tuple[GenreId, str]]:
        """Every genre and its name, by name."""
        rows = await tx.rows("SELECT id, name FROM genres ORDER BY name, id")
        return [(GenreId(row[0]), str(row[1])) for row in rows]

    @reads
    async def find_by_slug(self, tx: Transaction, slug: str) -> Category | None:
        """The category at this address, if there is one."""
        rows = await tx.rows(
            """
            SELECT id, slug, name, parent_id
            FROM categories
            WHERE slug = :slug
            """,
            slug=slug,
        )
        return _category_of(rows[0]) if rows else None


async def ensure_category(tx: Transaction, name: str) -> CategoryId:
    """The id of the category that is or was called so, made when there is none yet."""
    known = await _known(tx, name)
    return CategoryId(known or await _ensure(tx, "categories", name=name))


async def part_ids(tx: Transaction, category_id: CategoryId) -> set[CategoryId]:
    """The categories that are parts of this one."""
    rows = await tx.rows("SELECT id FROM categories WHERE parent_id = :id", id=category_id)
    return {CategoryId(id) for (id,) in rows}


async def ensure_genre(tx: Transaction, name: str) -> GenreId:
    """The id of the genre of this name, made when there is none yet."""
    return GenreId(await _ensure(tx, "genres", name=name))


def slug_of(name: str) -> str:
    """The name in plain letters, digits and dashes; never empty.

    >>> slug_of("Thông tin hoạt động: Đoàn – Hội")
    'thong-tin-hoat-dong-doan-hoi'
    """
    apart = unicodedata.normalize("NFKD", name.lower()).translate(_CROSSED_D)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _NOT_SLUG.sub("-", letters).strip("-") or "muc"


async def _known(tx: Transaction, name: str) -> int | None:
    rows = await tx.rows(
        """
        SELECT id FROM categories WHERE name = :name
        UNION
        SELECT category_id FROM category_names WHERE name = :name
        """,
        name=name,
    )
    return int(rows[0][0]) if rows else None


async def _may_stand(tx: Transaction, category_id: CategoryId, *, under: CategoryId) -> bool:
    if under == category_id or await part_ids(tx, category_id):
        return False
    return (await _get(tx, under)).parent_id is None


async def _follow_with(tx: Transaction, category_id: CategoryId, *, whole: CategoryId) -> None:
    await tx.run(
        """
        INSERT INTO subscriptions (subscriber_id, category_id)
        SELECT subscriber_id, :id
        FROM subscriptions
        WHERE category_id = :whole
        ON CONFLICT DO NOTHING
        """,
        id=category_id,
        whole=whole,
    )


async def _ensure(tx: Transaction, table: str, *, name: str) -> int:
    known = f"SELECT id FROM {table} WHERE name = :name"
    rows = await tx.rows(known, name=name)
    while not rows:
        # Another name may have the same letters; another process may be making this one.
        await tx.run(
            f"""
            INSERT INTO {table} (slug, name)
            VALUES (:slug, :name)
            ON CONFLICT (slug) DO NOTHING
            """,
            slug=await _free_slug(tx, table, name=name),
            name=name,
        )
        rows = await tx.rows(known, name=name)
    return int(rows[0][0])


async def _free_slug(tx: Transaction, table: str, *, name: str) -> str:
    plain = slug_of(name)
    rows = await tx.rows(
        f"""
        SELECT slug
        FROM {table}
        WHERE slug = :plain OR slug LIKE :numbered
        """,
        plain=plain,
        numbered=f"{plain}-%",
    )
    taken = {str(slug) for (slug,) in rows}
    number, slug = 1, plain
    while slug in taken:
        number += 1
        slug = f"{plain}-{number}"
    return slug


async def _get(tx: Transaction, category_id: CategoryId) -> Category:
    rows = await tx.rows(
        """
        SELECT id, slug, name, parent_id
        FROM categories
        WHERE id = :id
        """,
        id=category_id,
    )
    if not rows:
        raise NotFound("category", category_id)
    return _category_of(rows[0])


def _category_of(row: Row) -> Category:
    id, slug, name, parent_id = row
    return Category(
        id=CategoryId(id),
        slug=slug,
        name=name,
        parent_id=None if parent_id is None else CategoryId(parent_id),
    )
