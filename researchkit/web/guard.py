"""The address guard: which URL may be asked for and which resolved address may be connected to. Pure decisions.

`check_url` judges scheme, credentials, port and the spelling of the host before anything is looked up;
`check_address` judges the address itself, at connect time, on the very address that is then connected to.
"""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from researchkit.errors import AddressRefused
from researchkit.web.limits import MAX_URL_CHARS, WebSettings
from researchkit.web.statuses import shown

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
# Ports below 1024 other than these, and these services above, do not speak HTTP (the "bad ports" of browsers and
# the usual databases).
_WEB_PORTS = frozenset({80, 443})
_SERVICE_PORTS = frozenset(
    {1719, 1720, 1723, 2049, 2375, 2376, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900, 6000, 6379}
    | {6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 9300, 10080, 10250, 11211, 27017}
)
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
)
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)")
_LOCAL_SUFFIXES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")
_CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")

_NEVER = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT; clouds keep metadata at 100.100.100.200
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's wire server, on a public address
        "169.254.0.0/16",  # link-local, with the usual metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "2001::/23",  # Teredo, ORCHID and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that is handed out of IPv6 so far
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL that may be asked for: its normal spelling and its parts. `route` is set when a route answers for it."""

    url: str
    scheme: str
    host: str
    port: int
    route: tuple[str, int] | None
    private: bool  # the user named this host: private addresses are permitted

    @property
    def origin(self) -> str:
        """Scheme, host and port, as robots.txt and request headers are bound to."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")


def check_url(url: str, settings: WebSettings) -> Target:
    """Return the target of `url`. Raises AddressRefused with the reason in one sentence."""
    if len(url) > MAX_URL_CHARS:
        raise AddressRefused(shown(url), f"The address is {len(url)} characters long, which no page needs")
    cleaned = url.strip()
    if _CONTROL.search(cleaned.replace(" ", "%20")):
        raise _refused(url, "has invisible or control characters in it")
    try:
        parts = urlsplit(cleaned)
        port = parts.port
        credentials = parts.username is not None or parts.password is not None
    except ValueError as error:
        raise _refused(url, "cannot be read as an address") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise _refused(url, "is not an http or https address")
    if credentials or "@" in parts.netloc or "\\" in parts.netloc:
        raise _refused(url, "has a user name or password in it")
    host = _spelled(parts.hostname or "", url)
    port = _PORTS[scheme] if port is None else port
    named = f"{host}:{port}"
    route = settings.routes.get(named) or (settings.routes.get(host) if port == _PORTS[scheme] else None)
    private = host in settings.private_hosts or named in settings.private_hosts
    if route is None and not private:
        _check_public(host, port, url)
    shown_host = f"[{host}]" if ":" in host else host
    netloc = shown_host if port == _PORTS[scheme] else f"{shown_host}:{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~-._") or "/"
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]|") if parts.query else ""
    return Target(f"{scheme}://{netloc}{path}{query}", scheme, host, port, route, private)


def check_address(address: str, target: Target) -> None:
    """Judge the resolved `address` that is about to be connected to. Raises AddressRefused."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError as error:
        raise AddressRefused(target.url, f"{target.host} resolves to {address!r}, which is no address") from error
    if not target.private and not is_public(ip):
        raise AddressRefused(
            target.url,
            f"{target.host} leads to {ip}, which is not on the public internet",
            do="If it is your own server, name it under private_hosts in the company's TOML.",
        )


def is_public(ip: IpAddress) -> bool:
    """Tell whether an address is on the public internet, looking through addresses that wrap another one."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if ip not in _GLOBAL_UNICAST:
            return False
    if any(ip.version == block.version and ip in block for block in _NEVER):
        return False
    return ip.is_global and not ip.is_multicast


def redirect_target(base: str, location: str) -> str:
    """Return the absolute URL that a Location header names. Raises AddressRefused when it is none."""
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")  # http.client reads headers as latin-1
    if "\\" in location.partition("?")[0]:
        raise _refused(location, "has backslashes in it")
    try:
        return urljoin(base, location.strip()).partition("#")[0]
    except ValueError as error:
        raise _refused(location, "cannot be read as an address") from error


def _spelled(host: str, url: str) -> str:
    """Return the host in its one normal spelling: lowered, IDNA, canonical addresses; odd ones are refused."""
    host = host.lower().rstrip(".")
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise _refused(url, "has an IPv6 address that cannot be read") from error
    if not host.isascii():
        host = _idna(host, url)
    if not _HOST.fullmatch(host):
        raise _refused(url, "has a host name that cannot be")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise _refused(url, "writes a numeric address in an odd way") from error
    return host


def _idna(host: str, url: str) -> str:
    import idna

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise _refused(url, "has a host name that cannot be") from error


def _check_public(host: str, port: int, url: str) -> None:
    if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
        if not is_public(ipaddress.ip_address(host)):
            raise _refused(url, "is not on the public internet")
    elif "." not in host or host.endswith(tuple(f".{suffix}" for suffix in _LOCAL_SUFFIXES)):
        raise _refused(url, "names a host of a local network")
    if (port < 1024 and port not in _WEB_PORTS) or port in _SERVICE_PORTS:
        raise _refused(url, f"asks for port {port}, where no website listens")


def _refused(url: str, why: str) -> AddressRefused:
    seen = shown(url)
    return AddressRefused(seen, f"The address {seen} {why}", do="Check the address in the company's TOML.")
