"""Files of text that become bodies."""

import io
import zipfile

import pytest

from bot.papers import kind_of, read_paper

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def word(body: str, *, padding: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml'
            '.document.main+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        packed.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
        packed.writestr("padding", b"0" * padding)
    return out.getvalue()


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


async def test_a_word_file_keeps_its_looks():
    paper = word(f"<w:p>{run('Đoàn ')}{run('viên', '<w:b/>')}</w:p><w:p>{run('Hai')}</w:p>")

    assert await read_paper(paper, kind="docx") == ("<p>Đoàn <strong>viên</strong></p><p>Hai</p>")


@pytest.mark.parametrize(
    ("paper", "kind", "html"),
    [
        ("# Đầu\n\nMột **hai**\n\n- a\n- b", "md", "<h2>Đầu</h2>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "md", "<th>a</th>"),
        ("<h1>Đầu</h1><script>x()</script><p onclick=x>Một", "html", "<h2>Đầu</h2><p>Một</p>"),
        ("Một\n\nHai & ba", "txt", "<p>Một</p><p>Hai &amp; ba</p>"),
    ],
)
async def test_other_texts_are_read_and_cleaned(paper: str, kind: str, html: str):
    body = await read_paper(paper.encode(), kind=kind)

    assert html in body
    assert "script" not in body


async def test_markdown_brings_no_markup_of_its_own():
    assert "<b>" not in await read_paper(b"<b>x</b> [a](javascript:alert)", kind="md")


async def test_an_old_windows_file_is_read():
    paper = "Đoàn viên".encode("cp1258", "ignore")

    assert "Đo" in await read_paper(paper, kind="txt")


@pytest.mark.parametrize("paper", [b"", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 old word"])
async def test_what_is_no_word_file_gives_nothing(paper: bytes):
    assert await read_paper(paper, kind="docx") == ""


async def test_a_word_file_that_unpacks_to_too_much_is_refused():
    bomb = word(f"<w:p>{run('x')}</w:p>", padding=70_000_000)
    assert len(bomb) < 1_000_000

    assert await read_paper(bomb, kind="docx") == ""


async def test_entities_that_multiply_are_refused():
    doubling = "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};">' for n in range(40))
    paper = word("").replace(b"", b"", 0)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(paper)) as old, zipfile.ZipFile(out, "w") as packed:
        for name in old.namelist():
            packed.writestr(name, old.read(name))
        packed.writestr(
            "word/footnotes.xml", f'<!DOCTYPE x [<!ENTITY a0 "lol">{doubling}]><x>&a40;</x>'
        )

    assert len(await read_paper(out.getvalue(), kind="docx")) < 1000


def test_only_known_files_are_read():
    assert (kind_of("a.MD"), kind_of("b.htm"), kind_of("c.pdf"), kind_of("")) == (
        *("md", "html", "", ""),
    )
