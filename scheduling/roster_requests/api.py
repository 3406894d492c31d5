"""POST /roster/edits/ask: an edit through the door, or the request to override what stands against it."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from approvals.api import RequestDetailShape
from scheduling.roster.answers import EditAnswer
from scheduling.roster.api.edits import EditAnswerShape, EditShape, answer_data, edit_errors
from scheduling.roster.domain.border import parse_edit
from scheduling.roster_requests.rule_override import NoReason, ask_to_override
from staff.api.errors import wrong_parameter
from staff.api.views import CenterView
from staff.permissions import Permission


class AskToOverrideView(CenterView):
    """POST /roster/edits/ask"""

    permissions = (Permission.EDIT_ROSTER,)

    @extend_schema(
        operation_id="roster_edit_ask",
        tags=["roster"],
        request=EditShape,
        responses={200: EditAnswerShape, 201: RequestDetailShape},
    )
    def post(self, request: Request) -> Response:
        """Do an edit of named changes; where rules need approval, ask for it with `override_reason` as the reason.

        201 answers with the request, which has the id of the edit; 200 with the edit, where nothing stood against it.
        """
        with edit_errors():
            edit = parse_edit(request.data)
            try:
                found = ask_to_override(
                    actor=self.actor, center=self.center, edit=edit, reason=edit.override_reason
                )
            except NoReason as error:
                raise wrong_parameter("override_reason", str(error)) from error
        if isinstance(found, EditAnswer):
            return Response(answer_data(found))
        return Response(RequestDetailShape(found).data, status=status.HTTP_201_CREATED)
