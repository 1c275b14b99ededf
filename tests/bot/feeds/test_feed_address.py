import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.address import is_excepted, is_port_allowed, is_public, read_url

PUBLIC = [
    "1.1.1.1",
    "113.160.92.202",
    "8.8.8.8",
    "203.162.0.1",
    "2606:4700:4700::1111",
    "2001:ee0:0:1::1",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
    "2001:0:808:808:0:ffff:f7f7:f7f7",
]

REFUSED = [
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.0.0.9",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001:db8::1",
    "2001:10::1",
    "2001:0:7f00:1:0:ffff:f7f7:f7f7",
    "2001:0:808:808:0:ffff:80ff:fffe",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3ffe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "localhost",
    "127.1",
    "2130706433",
    "0x7f.1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_internet_may_be_connected_to(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", REFUSED)
def test_everything_nearer_than_the_internet_is_refused(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_a_wrapped_address_is_as_public_as_the_one_inside(inner: object) -> None:
    wrapped = (f"::ffff:{inner}", f"64:ff9b::{inner}")

    assert {is_public(address) for address in wrapped} == {is_public(str(inner))}


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://tin.example/",
        "gopher://tin.example/",
        "//tin.example/rss",
        "tin.example",
        "javascript:alert(1)",
        "http:///rss",
        "http://an@tin.example/",
        "http://an:mk@tin.example/",
        "data:,x",
        "http://tin.example:99999/",
        "http://[::1/",
    ],
)
def test_only_whole_web_addresses_without_a_user_are_read(url: str) -> None:
    assert read_url(url) is None


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(text: str) -> None:
    read = read_url(f"http://{text}")

    assert read is None or read.scheme == "http"


def test_other_ports_need_an_exception_for_exactly_that_host_and_port() -> None:
    allowed = frozenset({"127.0.0.1:8081", "[::1]:9000"})

    def is_allowed(url: str) -> bool:
        read = read_url(url)
        return read is not None and is_port_allowed(read, private_hosts=allowed)

    assert is_allowed("https://tin.example/")
    assert is_allowed("http://127.0.0.1:8081/")
    assert is_allowed("http://[::1]:9000/")
    assert not is_allowed("http://127.0.0.1:8082/")
    assert not is_allowed("http://tin.example:8081/")
    assert not is_excepted("127.0.0.1", port=80, private_hosts=allowed)
