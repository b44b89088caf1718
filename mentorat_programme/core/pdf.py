"""PDF documents from HTML, by WeasyPrint, without any access to the network."""

import mimetypes
from urllib.parse import urlsplit

import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

# Addresses in a document are relative to this; the name never resolves (RFC 6761).
HOST = "assets.invalid"
BASE_URL = f"https://{HOST}/"


class AssetFetcher(URLFetcher):
    """Give ``data:`` URLs and the static files of addons; refuse everything else."""

    def __init__(self, read_asset):
        """:param read_asset: callable from ``"addon/static/..."`` to the file's bytes"""
        super().__init__(allowed_protocols=("data",))
        self._read_asset = read_asset

    def fetch(self, url, headers=None):
        parts = urlsplit(url)
        path = parts.path.lstrip("/")
        names = path.split("/")
        if parts.netloc == HOST and names[1:2] == ["static"] and ".." not in names:
            media_type = mimetypes.guess_type(path)[0]
            headers = {"Content-Type": media_type} if media_type else None
            return URLFetcherResponse(url, self._read_asset(path), headers)
        return super().fetch(url, headers)


def render(html, read_asset):
    """Return the bytes of a tagged PDF (PDF/UA-1) of one document.

    :param str html: a whole HTML document
    :param read_asset: see ``AssetFetcher``
    """
    document = weasyprint.HTML(
        string=html, base_url=BASE_URL, url_fetcher=AssetFetcher(read_asset)
    )
    return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
