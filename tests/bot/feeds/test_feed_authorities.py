"""A portal whose certificate nobody else vouches for."""

from pathlib import Path

from bot.feeds.answers import Fetched, Refused
from bot.feeds.authorities import certificates_in
from bot.feeds.causes import Cause
from bot.feeds.fetch import open_fetcher
from tests.bot.feeds.rounds import rss
from tests.bot.feeds.routes import serving_tls


async def test_a_certificate_counts_only_for_the_source_it_was_given_for(
    certificate: tuple[Path, Path],
) -> None:
    chain, key = certificate
    trusted = certificates_in(chain)
    async with (
        serving_tls(rss("một"), chain=chain, key=key) as host,
        open_fetcher(version="0", private_hosts=frozenset({host})) as fetcher,
    ):
        stranger = await fetcher.fetch(f"https://{host}/rss")
        known = await fetcher.fetch(f"https://{host}/rss", authorities=trusted)
        again = await fetcher.fetch(f"https://{host}/rss")

    assert isinstance(stranger, Refused)
    assert stranger.cause is Cause.TLS
    assert "certificate" in stranger.detail
    assert isinstance(known, Fetched)
    assert isinstance(again, Refused)


def test_a_file_without_a_certificate_gives_none(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")

    assert certificates_in(file) == ""
    assert certificates_in(tmp_path / "nothing.pem") == ""


def test_words_around_a_certificate_do_not_matter(
    certificate: tuple[Path, Path], tmp_path: Path
) -> None:
    file = tmp_path / "bundle.pem"
    file.write_text(f"# Chứng thư của cổng\n{certificate[0].read_text()}\nhết\n", encoding="utf-8")

    assert certificates_in(file).strip() == certificate[0].read_text().strip()
