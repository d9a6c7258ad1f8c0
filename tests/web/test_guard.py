from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from researchkit.errors import AddressRefused
from researchkit.web.guard import check_address, check_url, is_public, redirect_target
from researchkit.web.limits import WebSettings

SETTINGS = WebSettings()


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://Acme.Example:443/a#part", "https://acme.example/a"),
        ("http://acme.example", "http://acme.example/"),
        ("http://acme.example./a", "http://acme.example/a"),
        ("https://bücher.example/ä?q=ö", "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"),
        ("https://acme.example/a b?c=d&e=f%20g", "https://acme.example/a%20b?c=d&e=f%20g"),
        ("http://acme.example:8080/", "http://acme.example:8080/"),
        ("http://[2606:4700:0:0::1]/", "http://[2606:4700::1]/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
    ],
)
def test_one_normal_spelling(url, normal):
    assert check_url(url, SETTINGS).url == normal


@pytest.mark.parametrize(
    "url",
    [
        "",
        "acme.example",
        "//acme.example/",
        "file:///etc/passwd",
        "ftp://acme.example/",
        "data:text/html,hello",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://user@acme.example/",
        "http://user:pass@acme.example/",
        "http://@acme.example/",
        "http://good.example\\@127.0.0.1/",
        "http://good.example\\.evil.example/",
        "http://acme.example:0x50/",
        "http://acme.example:99999/",
        "http://acme.example:22/",
        "http://acme.example:25/",
        "http://acme.example:6379/",
        "http://acme.example:11211/",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://127.0.0.256/",
        "http://1.1.1.1.1/",
        "http://１２７.０.０.１/",
        "http://①②⑦.0.0.1/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.100.100.200/",
        "http://100.64.0.1/",
        "http://168.63.129.16/",
        "http://192.0.0.192/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2001:db8::1]/",
        "http://[::1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://foo.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://intranet/",
        "http://router.lan/",
        "http://-.example/",
        "http://a..example/",
        "http://acme.exam ple/",
        "http://acme.example/\r\nHost: evil",
        "http://acme.example/\x00",
        "http://acme\u202e.example/",
        "http://acme\u200b.example/",
        "http://" + "a" * 64 + ".example/",
        "http://acme.example/" + "a" * 9000,
    ],
)
def test_addresses_that_are_refused_before_anything_is_looked_up(url):
    with pytest.raises(AddressRefused) as refused:
        check_url(url, SETTINGS)
    assert "pass@" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1", True),
        ("64:ff9b::808:808", True),  # NAT64 of a public address
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::a00:1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:808:808::1", False),
        ("127.255.255.254", False),
        ("172.31.255.255", False),
        ("172.32.0.1", True),
        ("100.127.255.255", False),
        ("100.128.0.1", True),
        ("192.88.99.1", False),
        ("fdff::1", False),
        ("ff0e::1", False),
    ],
)
def test_which_resolved_addresses_are_public(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_a_wrapped_address_is_judged_as_what_it_wraps(number):
    inner = ipaddress.IPv4Address(number)
    assert is_public(ipaddress.IPv6Address((0xFFFF << 32) | number)) == is_public(inner)
    assert is_public(ipaddress.IPv6Address((0x64FF9B << 96) | number)) == is_public(inner)


@given(st.ip_addresses())
def test_nothing_that_python_calls_private_is_public(ip):
    mapped = getattr(ip, "ipv4_mapped", None)
    if mapped is None and (ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved):
        assert not is_public(ip) or ip in ipaddress.ip_network("64:ff9b::/96")


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_a_refusal(text):
    for url in (text, f"http://{text}", f"http://acme.example/{text}", f"http://acme.example:{text}/"):
        try:
            target = check_url(url, SETTINGS)
        except AddressRefused:
            continue
        assert target.url.startswith(("http://", "https://"))
        assert check_url(target.url, SETTINGS).url == target.url
        assert target.url.isascii()
        assert target.url.isprintable()


def test_a_user_s_private_host_is_let_through_and_only_that():
    own = WebSettings(private_hosts=("wiki.intranet", "10.0.0.5:8000"))
    check_address("10.0.0.9", check_url("http://wiki.intranet/", own))
    check_address("10.0.0.5", check_url("http://10.0.0.5:8000/", own))
    for url in ("http://10.0.0.5/", "http://10.0.0.6:8000/", "http://other.intranet/"):
        with pytest.raises(AddressRefused):
            check_url(url, own)


def test_a_public_name_on_a_private_address_is_refused():
    with pytest.raises(AddressRefused, match="public internet"):
        check_address("192.168.0.1", check_url("https://acme.example/", SETTINGS))


def test_a_route_counts_for_its_host_and_usual_ports_only():
    routed = WebSettings(routes={"acme.example": ("127.0.0.1", 4000), "b.example:8080": ("127.0.0.1", 4001)})
    assert check_url("https://acme.example/", routed).route == ("127.0.0.1", 4000)
    assert check_url("http://acme.example:80/", routed).route == ("127.0.0.1", 4000)
    assert check_url("http://acme.example:8080/", routed).route is None
    assert check_url("http://b.example:8080/", routed).route == ("127.0.0.1", 4001)
    assert check_url("http://sub.acme.example/", routed).route is None


def test_a_route_off_loopback_is_a_mistake():
    with pytest.raises(ValueError, match="loopback"):
        WebSettings(routes={"acme.example": ("10.0.0.1", 80)})


@pytest.mark.parametrize(
    ("location", "absolute"),
    [
        ("/b", "https://acme.example/b"),
        ("b#x", "https://acme.example/a/b"),
        ("//other.example", "https://other.example"),
        ("?q", "https://acme.example/a/?q"),
        ("/caf\u00c3\u00a9", "https://acme.example/café"),  # UTF-8 read as latin-1
    ],
)
def test_where_a_location_leads(location, absolute):
    assert redirect_target("https://acme.example/a/", location) == absolute
