"""Charsets that are wrong, missing, double or lying: the text a reader would see, or a marked replacement."""

from __future__ import annotations

from tests.hostile.model import Case, Step, reads

ROW = "charsets"
WORDS = "Crème brûlée, naïve café, Übergröße – the Łódź plant of Señor Nuñez opened today, and staff moved in. "
JAPANESE = "東京の新しい工場は今日開業しました。従業員は二百人です。"
RUSSIAN = "Компания открыла новый завод в Москве и наняла двести человек. "


def _page(text: str, meta: str = "") -> str:
    return (
        f"<!doctype html><html><head>{meta}<title>A story</title></head><body><article><h1>A story</h1>"
        + f"<p>{text * 3}</p>" * 4
        + "</article></body></html>"
    )


def _case(name: str, content: bytes, content_type: str, *texts: str, lacks: tuple[str, ...] = ()) -> Case:
    step = Step(do="article", content=lambda: content, content_type=content_type)
    return Case(name=f"charset-{name}", row=ROW, steps=(step,), want=reads(*texts, lacks=lacks), bound_s=2.0)


def _meta(charset: str) -> str:
    return f'<meta charset="{charset}">'


HTML = "text/html"
SEEN = ("Crème brûlée", "Übergröße")
LATIN = "Crème brûlée, naïve café, Übergröße of Señor Nuñez opened today, and staff moved in. "

CASES: tuple[Case, ...] = (
    _case("utf-8", _page(WORDS).encode(), f"{HTML}; charset=utf-8", *SEEN, "Łódź"),
    _case("utf-8-unsaid", _page(WORDS).encode(), HTML, *SEEN, "Łódź"),
    _case("latin-1-in-the-header", _page(LATIN).encode("latin-1"), f"{HTML}; charset=iso-8859-1", *SEEN),
    _case("latin-1-in-the-page", _page(LATIN, _meta("iso-8859-1")).encode("latin-1"), HTML, *SEEN),
    _case("latin-1-called-utf-8", _page(LATIN).encode("latin-1"), f"{HTML}; charset=utf-8", "opened today"),
    _case("utf-8-called-latin-1", _page(WORDS).encode(), f"{HTML}; charset=iso-8859-1", *SEEN),
    _case(
        "windows-quotes",
        _page("“Quoted” – he said it’s fine. ").encode("cp1252"),
        f"{HTML}; charset=iso-8859-1",
        "“Quoted” –",
    ),
    _case("utf-16-le", "\ufeff".encode("utf-16-le") + _page(WORDS).encode("utf-16-le"), HTML, *SEEN),
    _case("utf-16-be", "\ufeff".encode("utf-16-be") + _page(WORDS).encode("utf-16-be"), HTML, *SEEN),
    _case(
        "utf-16-called-utf-8",
        "\ufeff".encode("utf-16-le") + _page(WORDS).encode("utf-16-le"),
        f"{HTML}; charset=utf-8",
        *SEEN,
    ),
    _case("utf-32", "\ufeff".encode("utf-32-le") + _page(WORDS).encode("utf-32-le"), HTML, *SEEN),
    _case("bom-beats-header", b"\xef\xbb\xbf" + _page(WORDS).encode(), f"{HTML}; charset=koi8-r", *SEEN),
    _case("header-beats-page", _page(WORDS, _meta("koi8-r")).encode(), f"{HTML}; charset=utf-8", *SEEN),
    _case("shift-jis", _page(JAPANESE, _meta("shift_jis")).encode("shift_jis"), HTML, "東京の新しい工場"),
    _case("euc-jp", _page(JAPANESE).encode("euc_jp"), f"{HTML}; charset=euc-jp", "東京の新しい工場"),
    _case("koi8-r", _page(RUSSIAN).encode("koi8-r"), f"{HTML}; charset=koi8-r", "Компания открыла"),
    _case("windows-1251", _page(RUSSIAN, _meta("windows-1251")).encode("cp1251"), HTML, "Компания открыла"),
    _case("unknown-charset", _page(WORDS).encode(), f"{HTML}; charset=x-klingon", *SEEN),
    _case("two-charsets", _page(WORDS).encode(), f"{HTML}; charset=nonsense; charset=utf-8", *SEEN),
    _case("a-codec-that-is-no-charset", _page(WORDS).encode(), f"{HTML}; charset=rot13", *SEEN),
    _case("a-codec-that-unpacks", _page(WORDS).encode(), f"{HTML}; charset=zlib_codec", *SEEN),
    _case(
        "utf-7",
        _page("+ADw-script+AD4-alert(1)+ADw-/script+AD4- is how it was written, and staff moved in today. ").encode(),
        f"{HTML}; charset=utf-7",
        "staff moved in",
        lacks=("<script>",),
    ),
    _case("two-marks", b"\xef\xbb\xbf\xef\xbb\xbf" + _page(WORDS).encode(), HTML, *SEEN, lacks=("\ufeff",)),
    _case("utf-16-without-a-mark", _page(LATIN).encode("utf-16-le"), HTML, *SEEN),
    _case("utf-16-said-but-utf-8", _page(WORDS).encode(), f"{HTML}; charset=utf-16", *SEEN),
    _case("utf-32-said-but-latin-1", _page(LATIN).encode("latin-1"), f"{HTML}; charset=utf-32", "opened today"),
    _case("meta-says-utf-16", _page(WORDS, _meta("utf-16")).encode(), HTML, *SEEN),
    _case("meta-says-utf-7", _page(LATIN, _meta("utf-7")).encode("latin-1"), HTML, "opened today"),
    _case("meta-says-base64", _page(LATIN, _meta("base64")).encode("latin-1"), HTML, "opened today"),
    _case("meta-says-idna", _page(LATIN, _meta("idna")).encode("latin-1"), HTML, "opened today"),
    _case(
        "meta-far-down",
        _page("x" * 20_000 + LATIN, "").encode("latin-1") + _meta("koi8-r").encode(),
        HTML,
        "opened today",
    ),
    _case("charset-of-a-megabyte", _page(WORDS).encode(), f"{HTML}; charset={'x' * 1_000_000}", *SEEN),
    _case("charset-with-controls", _page(WORDS).encode(), f"{HTML}; charset=\x1b[31m\x00utf-8", *SEEN),
    _case("charset-empty", _page(WORDS).encode(), f"{HTML}; charset=", *SEEN),
    _case("two-metas-that-differ", _page(LATIN, _meta("iso-8859-1") + _meta("koi8-r")).encode("latin-1"), HTML, *SEEN),
    _case("iso-2022-jp", _page(JAPANESE).encode("iso-2022-jp"), f"{HTML}; charset=iso-2022-jp", "東京の新しい工場"),
    _case(
        "gb18030", _page("新工厂今天开业，员工二百人。" * 3, _meta("gb2312")).encode("gb18030"), HTML, "新工厂今天开业"
    ),
    _case("big5", _page("新工廠今天開業，員工二百人。" * 3, _meta("big5")).encode("big5"), HTML, "新工廠今天開業"),
    _case("mojibake", _page(WORDS.encode().decode("cp1252", "ignore")).encode(), HTML, "opened today"),
    _case("noncharacters", _page(WORDS + "\ufffe\uffff\U0001ffff here").encode(), HTML, *SEEN),
    _case("lone-surrogates", _page(WORDS).encode() + b"\xed\xa0\x80\xed\xbf\xbf", HTML, "opened today"),
    _case("all-of-latin-1", _page(LATIN).encode("latin-1") + bytes(range(128, 256)) * 200, HTML, "opened today"),
    _case(
        "nuls",
        _page(WORDS).encode().replace(b"naive", b"na\x00ive").replace(b" the ", b" \x00the "),
        HTML,
        *SEEN,
        lacks=("\x00",),
    ),
    _case("broken-bytes", _page(WORDS).encode().replace(b"opened", b"ope\xff\xfened"), HTML, "Crème", "today"),
    _case("cut-in-a-letter", _page(WORDS).encode()[:-40] + b"\xc3", HTML, *SEEN),
    _case(
        "overlong-and-surrogates",
        _page(WORDS).encode().replace(b"opened", b"\xc0\xaf\xed\xa0\x80 opened"),
        HTML,
        "opened today",
    ),
)
