"""Access and refresh tokens for API clients: sign-in, renewal with rotation, sign-out.

Sign-in has the same rules as the page: one message, the same lock, and the second step where there is one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError as FormError
from django.http import HttpRequest
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.serializers import TokenRefreshSerializer
from rest_framework_simplejwt.settings import api_settings
from rest_framework_simplejwt.tokens import RefreshToken

from staff.people.models import User
from staff.sign_in.adapter import MISMATCH


class SignInSerializer(serializers.Serializer[Any]):
    """What a client sends to sign in."""

    sign_in = serializers.CharField(max_length=254, help_text="E-mail or employee number.")
    password = serializers.CharField(max_length=4096, trim_whitespace=False)
    center = serializers.SlugField(required=False, help_text="Whose numbers are meant, with several centers.")
    code = serializers.CharField(
        required=False,
        max_length=32,
        help_text="Of the authenticator app, or a recovery code, where the account has one.",
    )


class TokensSerializer(serializers.Serializer[Any]):
    """A pair of tokens; each renewal replaces both, and the old refresh token stops working."""

    access = serializers.CharField()
    refresh = serializers.CharField()


class RefreshSerializer(serializers.Serializer[Any]):
    """The refresh token in hand."""

    refresh = serializers.CharField(max_length=4096)


class TokenView(APIView):
    """Open to everybody, ten tries a minute from one address."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "login"

    def get_authenticate_header(self, request: Request) -> str:
        """What makes a refusal 401 instead of 403, although no token is read here."""
        return 'Bearer realm="api"'


class SignInTokenView(TokenView):
    """POST /auth/login"""

    @extend_schema(
        operation_id="auth_login", tags=["auth"], request=SignInSerializer, responses={200: TokensSerializer}
    )
    def post(self, request: Request) -> Response:
        """Sign in with e-mail or employee number and password, and the code where there is a second step."""
        given = SignInSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        asked = given.validated_data
        with context.request_context(request._request):  # noqa: SLF001
            user = _authenticated(request._request, asked)  # noqa: SLF001
            _check_second_step(user, asked.get("code"))
        token = RefreshToken.for_user(user)
        if api_settings.UPDATE_LAST_LOGIN:
            user.last_login = timezone.now()
            user.save(update_fields=["last_login"])
        return Response({"access": str(token.access_token), "refresh": str(token)})


class RefreshTokenView(TokenView):
    """POST /auth/refresh"""

    @extend_schema(
        operation_id="auth_refresh",
        tags=["auth"],
        request=RefreshSerializer,
        responses={200: TokensSerializer},
    )
    def post(self, request: Request) -> Response:
        """Renew both tokens; the one sent stops working."""
        RefreshSerializer(data=request.data).is_valid(raise_exception=True)
        renewal = TokenRefreshSerializer(data=request.data)
        try:
            renewal.is_valid(raise_exception=True)
        except (TokenError, User.DoesNotExist) as error:
            raise InvalidToken(str(error) or "This token names no account.") from error
        return Response(renewal.validated_data)


class SignOutTokenView(TokenView):
    """POST /auth/logout"""

    @extend_schema(
        operation_id="auth_logout",
        tags=["auth"],
        request=RefreshSerializer,
        responses={204: OpenApiResponse(description="The refresh token no longer works.")},
    )
    def post(self, request: Request) -> Response:
        """Make a refresh token useless. Access tokens end by themselves within minutes."""
        given = RefreshSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            RefreshToken(given.validated_data["refresh"]).blacklist()
        except TokenError as error:
            raise InvalidToken(str(error)) from error
        return Response(status=status.HTTP_204_NO_CONTENT)


def _authenticated(request: HttpRequest, asked: dict[str, Any]) -> User:
    """The user of sign-in and password, counted and locked as on the page."""
    try:
        user = get_adapter(request).authenticate(
            request, email=asked["sign_in"], password=asked["password"], center=asked.get("center", "")
        )
    except FormError as error:
        raise _locked(error) from error
    if user is None:
        raise AuthenticationFailed(str(MISMATCH), code="sign_in_failed")
    return cast("User", user)


def _check_second_step(user: User, code: str | None) -> None:
    if not is_mfa_enabled(user):
        return
    if not code:
        raise AuthenticationFailed("This account needs the code of its app as well.", code="code_required")
    form = AuthenticateForm(data={"code": code}, user=user)
    if form.is_valid():
        return
    problem = form.errors.as_data()["code"][0]
    if problem.code == "too_many_login_attempts":
        raise _locked(problem)
    raise AuthenticationFailed("That code is not right, or it has expired.", code="code_wrong")


def _locked(error: FormError) -> Throttled:
    until = (error.params or {}).get("until") if hasattr(error, "params") else None
    wait = (until - timezone.now()).total_seconds() if isinstance(until, datetime) else 60
    throttled = Throttled(wait=max(1, wait), code="locked")
    throttled.detail = serializers.ErrorDetail(error.messages[0], code="locked")
    return throttled
