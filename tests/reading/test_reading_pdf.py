import subprocess
from datetime import UTC, datetime
from io import BytesIO

import pytest

from researchkit.reading.article import read_article
from researchkit.reading.pdf import read_pdf

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://acme.example/report.pdf"


def pdf(lines: list[str], title: str = "", created: str = "") -> bytes:
    """Write a PDF of one page by hand, with lines of text."""
    text = "BT /F1 12 Tf 72 720 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    record = f"<< /Title ({title}) /CreationDate ({created}) >>"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        record,
    ]
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}".encode())
    out.write(f"trailer << /Size {len(bodies) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def test_a_report_gives_text_title_and_date() -> None:
    content = pdf(["Annual report", "12 May 2026", "Revenue rose to 212 million crowns."], title="Annual report 2026")
    article = read_pdf(content, URL, fetched=NOW)
    assert article.title == "Annual report 2026"
    assert article.published == datetime(2026, 5, 12, tzinfo=UTC)
    assert "Revenue rose to 212 million crowns." in article.text


def test_the_documents_own_record_dates_it_when_its_text_does_not() -> None:
    article = read_pdf(pdf(["Only words here"], created="D:20260301120000Z"), URL, fetched=NOW)
    assert article.published is not None
    assert article.published.date().isoformat() == "2026-03-01"


def test_read_article_knows_a_pdf_by_its_bytes() -> None:
    assert "Only words" in read_article(pdf(["Only words here"]), URL, fetched=NOW).text


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"%PDF-1.7\n" + b"garbage " * 1000, b"", pdf(["x"])[:200]])
def test_a_broken_pdf_gives_its_problem(content: bytes) -> None:
    assert read_pdf(content, URL, fetched=NOW).problem is not None


def test_a_pdf_without_words_says_so() -> None:
    assert read_pdf(pdf([]), URL, fetched=NOW).problem == "PDF without text"


def test_a_title_without_end_is_cut() -> None:
    article = read_pdf(pdf(["Some words here"], title="A" * 100_000), URL, fetched=NOW)
    assert article.title is not None
    assert len(article.title) <= 500


def test_a_file_that_never_ends_its_reader_is_given_up(monkeypatch) -> None:
    def late(*_, **options):
        raise subprocess.TimeoutExpired("pdf", options["timeout"])

    monkeypatch.setattr(subprocess, "run", late)
    assert read_pdf(pdf(["Some words here"]), URL, fetched=NOW).problem == "PDF that takes too long to read"
