"""Pages of lists: `page` and `page_size` in, count and neighbours out."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import NotFound
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.views import APIView

from staff.api.errors import wrong_parameter
from staff.api.parameters import number_from


class Pages(PageNumberPagination):
    """50 rows by default, 500 at most. What is no page is named as such (400), and never guessed."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500

    def get_page_size(self, request: Request) -> int:
        """The rows of a page. Raises ValidationError for anything but a number from 1."""
        return min(number_from(request.query_params, "page_size", self.page_size), self.max_page_size)

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> Any:
        """The rows of the page asked for. Raises ValidationError beyond the last one."""
        number_from(request.query_params, "page", 1)
        try:
            return super().paginate_queryset(queryset, request, view)
        except NotFound:
            raise wrong_parameter("page", "There is no such page.") from None
