"""Notices over the API: one's list, reading and acknowledging."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from staff.api.pagination import Pages
from staff.api.parameters import PAGE, PAGE_SIZE
from staff.api.views import CenterView
from staff.notices.models import Notice
from staff.notices.registry import notice_kind
from staff.notices.selectors import notices_of
from staff.notices.services import acknowledge, mark_read
from staff.permissions import Permission


class NoticeShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    title = serializers.CharField(source="words.title")
    text = serializers.CharField(source="words.text_in_app")
    path = serializers.CharField(source="words.path", help_text="Where to go on; may be empty.")
    at = serializers.DateTimeField(source="due_at")
    read_at = serializers.DateTimeField(allow_null=True)
    must_acknowledge = serializers.SerializerMethodField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)

    def get_must_acknowledge(self, notice: Notice) -> bool:
        return notice_kind(notice.kind).must_acknowledge


class NoticesShape(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = NoticeShape(many=True)


class ReadShape(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.UUIDField(), max_length=500)


class ReadAnswerShape(serializers.Serializer[Any]):
    read = serializers.IntegerField(help_text="How many were new.")


class NoticesView(CenterView):
    """GET /notices"""

    permissions = (Permission.VIEW_OWN_ROSTER,)
    parameters = (PAGE, PAGE_SIZE)

    @extend_schema(
        operation_id="notices_list", tags=["notices"], parameters=[*parameters], responses={200: NoticesShape}
    )
    def get(self, request: Request) -> Response:
        """What one was told, newest first."""
        paginator = Pages()
        page = paginator.paginate_queryset(notices_of(self.actor, self.center.pk), request, view=self)
        return paginator.get_paginated_response(NoticeShape(page, many=True).data)


class ReadNoticesView(CenterView):
    """POST /notices/read"""

    permissions = (Permission.VIEW_OWN_ROSTER,)

    @extend_schema(
        operation_id="notices_read", tags=["notices"], request=ReadShape, responses={200: ReadAnswerShape}
    )
    def post(self, request: Request) -> Response:
        """Mark these as read; those of others are left alone. Twice is once."""
        given = ReadShape(data=request.data)
        given.is_valid(raise_exception=True)
        return Response({"read": mark_read(user=self.actor, notice_ids=given.validated_data["ids"])})


class AcknowledgeView(CenterView):
    """POST /notices/{id}/acknowledge"""

    permissions = (Permission.VIEW_OWN_ROSTER,)

    @extend_schema(
        operation_id="notices_acknowledge", tags=["notices"], request=None, responses={200: NoticeShape}
    )
    def post(self, request: Request, notice_id: UUID) -> Response:
        """Say that one has read it; twice is once."""
        try:
            notice = acknowledge(user=self.actor, notice_id=notice_id)
        except Notice.DoesNotExist:
            raise Http404("No such notice.") from None
        return Response(NoticeShape(notice).data)
