from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from dataclasses import replace

import pytest
from web_site import Site, answer

from researchkit.errors import AddressRefused, BadAnswer, TooSlow
from researchkit.records import Request
from researchkit.web.limits import WebSettings


def own(port: int, **more: object) -> WebSettings:
    settings = WebSettings(private_hosts=(f"127.0.0.1:{port}",), pace_s=0.0, backoff_s=0.01, timeout_s=0.5)
    return replace(settings, **more)  # type: ignore[arg-type]


def ask(port: int, path: str = "/a") -> Request:
    return Request(source_id="page", url=f"https://127.0.0.1:{port}{path}")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed, so no certificate can be made")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "both.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    subprocess.run(
        [*command.split(), "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")],
        check=True,
        capture_output=True,
    )
    made.write_bytes((folder / "key.pem").read_bytes() + (folder / "cert.pem").read_bytes())
    return made


@pytest.fixture
def tls_site(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Site() as served:
        served.socket = context.wrap_socket(served.socket, server_side=True)
        threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield served
        served.stalled.set()
        served.shutdown()


def test_a_certificate_nobody_vouches_for_is_a_failure_that_says_so(tls_site, open_fetcher):
    port = tls_site.server_address[1]
    with pytest.raises(BadAnswer, match="certificate"):
        open_fetcher(own(port, timeout_s=5.0)).get(ask(port))
    assert tls_site.paths() == []


def test_the_deadline_holds_inside_tls(tls_site, certificate, open_fetcher, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    port = tls_site.server_address[1]
    tls_site.says("/good", answer(b"good"))
    tls_site.says("/drip", b"HTTP/1.1 200 OK\r\n\r\nDRIP")
    tls_site.says("/stall", b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\nabSTALL")
    settings = own(port, use_env_proxies=True, timeout_s=1.0)  # which is when own certificates count
    fetcher = open_fetcher(settings)
    assert fetcher.get(ask(port, "/good")).content == b"good"
    for path in ("/drip", "/stall"):
        began = time.monotonic()
        with pytest.raises(TooSlow):
            fetcher.get(ask(port, path))
        assert time.monotonic() - began < 2.5


def test_a_handshake_that_stalls_ends_at_the_deadline(open_fetcher):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        began = time.monotonic()
        with pytest.raises((TooSlow, BadAnswer)):
            open_fetcher(own(port)).get(ask(port))
        assert time.monotonic() - began < 2


def test_a_proxy_is_used_when_asked_for(site, open_fetcher, settings, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{site.server_address[1]}")
    monkeypatch.delenv("no_proxy", raising=False)
    site.says("http://behind.example/robots.txt", answer(b"", "404 Not Found"))
    site.says("http://behind.example/a", answer(b"through the proxy"))
    request = Request(source_id="page", url="http://behind.example/a")
    fetcher = open_fetcher(replace(settings, use_env_proxies=True, pace_s=0.0))
    assert fetcher.get(request).content == b"through the proxy"


def test_a_proxy_is_no_way_round_the_guard(site, open_fetcher, settings, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{site.server_address[1]}")
    fetcher = open_fetcher(replace(settings, use_env_proxies=True, pace_s=0.0))
    with pytest.raises(AddressRefused):
        fetcher.get(Request(source_id="page", url="http://169.254.169.254/latest/"))
    assert site.asked == []
