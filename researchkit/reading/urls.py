"""Canonical URLs and the ids made of them: the same page under two addresses is one document."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

# Parameters that name a campaign or a click, never a page.
_TRACKING = re.compile(
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mc_cid|mc_eid"
    r"|mkt_tok|_hsenc|_hsmi|__hssc|__hstc|__hsfp|hsctatracking|_ga|_gl|_openstat|vero_id|vero_conv|oly_anon_id"
    r"|oly_enc_id|wickedid|s_cid|s_kwcid|cmpid|ncid|ns_campaign|ns_source|ns_mchannel|ns_linkname|ns_fee|icid|ito"
    r"|sh_kit|guccounter|guce_referrer|guce_referrer_sig|ref_src|ref_url|trk|trkcampaign|spm|scm|xtor|at_medium"
    r"|at_campaign|at_custom1|at_custom2|at_custom3|at_custom4|smid|smtyp|share_id|shareadid|partner_id"
    r"|feature_source|rss_source|__twitter_impression|amp_js_v|usqp|jsessionid|phpsessid|sessionid|fb_action_ids"
    r"|fb_action_types|fb_source|soc_src|soc_trk|wt_mc|wt\.mc_id|piwik_campaign|piwik_kwd|mtm_campaign|mtm_source"
    r"|mtm_medium|pk_campaign|pk_source|pk_medium|pk_kwd|sref|sr_share|mbid|dicbo|leadsource|email_source"
)
_TRACKING_STARTS = ("utm_", "hsa_", "pk_", "mtm_", "at_recipient", "__hs")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MAX_URL_CHARS = 4096


def canonical_url(url: str, *, base: str | None = None) -> str:
    """Return the one address of a page: host lowered, default port, fragment and tracking parameters dropped.

    A relative `url` is resolved against `base`. A trailing slash is dropped save for the root; parameters keep their
    order. Raises ValueError unless the outcome is http(s) with a host and no credentials.
    """
    cleaned = _UNSEEN.sub("", url.strip())
    parts = urlsplit(urljoin(base, cleaned) if base else cleaned)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError(f"not an http(s) address: {cleaned[:80]!r}")
    if parts.username is not None or parts.password is not None:
        raise ValueError("an address with credentials in it")
    path = _SESSION_IN_PATH.sub("", _quoted(parts.path, safe="/%:@!$&'()*+,;=~-._")) or "/"
    if len(path) > 1 and path.endswith("/"):
        path = path.rstrip("/") or "/"
    made = urlunsplit((scheme, _netloc(parts), path, _query(parts.query), ""))
    if len(made) > _MAX_URL_CHARS:
        raise ValueError(f"an address of {len(made)} characters")
    return made


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    if not host:
        raise ValueError("an address without a host")
    try:
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError as error:
        raise ValueError(f"a host name that cannot be: {host[:80]!r}") from error
    if ":" in host:
        host = f"[{host}]"
    port = parts.port
    return host if port is None or port == _DEFAULT_PORTS[parts.scheme.lower()] else f"{host}:{port}"


def _query(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name = unquote(pair.partition("=")[0]).lower()
        if pair and not _TRACKING.fullmatch(name) and not name.startswith(_TRACKING_STARTS):
            kept.append(_quoted(pair, safe="/%:@!$'()*+,;=~-._?"))
    return "&".join(kept)


def _quoted(text: str, *, safe: str) -> str:
    return quote(text, safe=safe, errors="replace")


def host_of(url: str) -> str:
    """Return the host of an address, lowered and without `www.`; "" when it has none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""
    return host.removeprefix("www.")


def same_site(host: str, domain: str) -> bool:
    """Return whether `host` is `domain` or one of its subdomains; `www.` and case do not count."""
    left = host.lower().rstrip(".").removeprefix("www.")
    right = domain.lower().rstrip(".").removeprefix("www.")
    return bool(right) and (left == right or left.endswith("." + right))


def document_id(url: str, title: str) -> str:
    """Return 16 hex digits that name a document: of its canonical URL, or of `title` where there is none.

    `title` may carry the source's name too, so that two sources' untitled notes stay apart.
    """
    try:
        seed = canonical_url(url)
    except ValueError:
        seed = f"{url.strip()}\n{title.strip()}"
    else:
        # http and https, with and without www., serve one page.
        seed = re.sub(r"^https?://(?:www\.)?", "", seed)
    return hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:16]
