"""The base of the API's views: a center, a permission, and answers that a client may keep while a version stands."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from staff.api.errors import wrong_parameter
from staff.centers.current import center_for
from staff.centers.models import Center
from staff.people.models import User
from staff.permissions import Permission, may, require, role_at


class CenterView(APIView):
    """Set `permissions`: any one of them is enough. `self.center` and `self.actor` are known in handlers.

    Without a role anywhere the answer is 404, without the permission 403. `parameters` are those of the query:
    any other name is refused, since a misspelt `as_of` would answer with the roster of now.
    """

    permissions: tuple[Permission, ...] = ()
    parameters: tuple[OpenApiParameter, ...] = ()
    center: Center
    actor: User

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Everything that is checked before a handler runs."""
        super().initial(request, *args, **kwargs)
        self.center = center_for(request)
        self.actor = cast("User", request.user)
        if not any(self.may(permission) for permission in self.permissions):
            require(self.actor, self.permissions[0], self.center.pk)
        known = {parameter.name for parameter in self.parameters}
        for name in request.query_params:
            if name not in known:
                raise wrong_parameter(name[:40], f"There is no parameter “{name[:40]}” here.")

    def may(self, permission: Permission) -> bool:
        """Whether the user has a permission at this center."""
        return may(self.actor, permission, self.center.pk)

    def unchanged(self, request: Request, *parts: object) -> Response | None:
        """A 304 when the client's copy, named by what it was computed from and for which role, still stands."""
        self.tag = tag_of(self.center.pk, self.actor.pk, role_at(self.actor, self.center.pk), *parts)
        known = [
            tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")
        ]
        # Weak comparison (RFC 9110, 13.1.2): proxies may have taken the W/ away; * is any copy at all.
        if self.tag.removeprefix("W/") in known or known == ["*"]:
            return Response(status=304)
        return None

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Adds the tag of an answer that has one."""
        final = super().finalize_response(request, response, *args, **kwargs)
        tag = getattr(self, "tag", None)
        if tag is not None and final.status_code in {200, 304}:
            final.headers["ETag"] = tag
            final.headers["Cache-Control"] = "private, no-cache"
        return final


def tag_of(*parts: object) -> str:
    """A weak entity tag: equal parts, equal meaning."""
    digest = hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()
    return f'W/"{digest[:32]}"'
