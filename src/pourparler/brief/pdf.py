"""The briefing as a PDF for print, set from the same HTML page."""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from pourparler.brief.document import Brief
from pourparler.brief.html import render_html
from pourparler.errors import MissingExtra


def render_pdf(brief: Brief, paper: Literal["A4", "letter"] = "A4") -> bytes:
    """Set a briefing as a tagged PDF, the same bytes for the same briefing where the same typefaces are installed.

    Its dates are the briefing's own date, and its identifier comes from its content. Nothing is fetched.

    Raises:
        MissingExtra: WeasyPrint is not installed.
    """
    try:
        from weasyprint import CSS, HTML
        from weasyprint.urls import URLFetcher
    except ImportError:
        raise MissingExtra("A PDF", "pdf") from None
    page = render_html(brief)
    result = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(
        stylesheets=[CSS(string=f"@page {{ size: {paper} }}")],
        pdf_identifier=sha256(f"{paper}\n{page}".encode()).hexdigest()[:32].encode(),
        pdf_tags=True,
    )
    return bytes(result)
