"""Pages of lists: `page` and `page_size` in, count and neighbours out."""

from __future__ import annotations

from rest_framework.pagination import PageNumberPagination


class Pages(PageNumberPagination):
    """50 rows by default, 500 at most."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
