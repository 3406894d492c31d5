"""Importing files in the admin: upload, preview of what each row would do, apply exactly what was previewed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from scheduling.center_files import previews
from scheduling.center_files.domain.files import NAMES
from scheduling.center_files.domain.report import ImportReport, Outcome
from scheduling.center_files.previews import Preview
from scheduling.center_files.services import PreviewOutdated, import_center
from scheduling.center_files.sources import LARGEST_FILE, LARGEST_UPLOAD, SourceError, uploaded_files
from staff.administration.scope import acting_user, admin_center, is_operator
from staff.administration.site import AdminPage, add_page
from staff.centers.models import Center

ROWS_SHOWN = 500
OUTDATED = "The center changed since the preview, so other rows would change now. Look again, then import."
TOO_OLD = "This preview is gone: it was imported, or is older than an hour. Choose the files again."


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, each checked for its size before it is read."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data]
        if not uploads:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        files = [super(ManyFilesField, self).clean(one, initial) for one in uploads]
        for file in files:
            if file.size > LARGEST_UPLOAD:
                raise forms.ValidationError(f"{file.name} is larger than {LARGEST_UPLOAD // 2**20} MB.")
        return files


class UploadForm(forms.Form):
    """Files of a center: single ones or a zip. Operators may import a new center."""

    files = ManyFilesField(  # type: ignore[assignment]  # what was sent is read through cleaned_data
        label="Files",
        help_text=f"{', '.join(NAMES)}, or a zip of them. Up to {LARGEST_FILE // 2**20} MB each.",
        allow_empty_file=True,
        error_messages={"required": "Choose the files, or a zip of them."},
    )
    is_new = forms.BooleanField(
        label="These are all files of a new center", required=False, help_text="Its name is in center.toml."
    )

    def __init__(self, *args: Any, may_be_new: bool, must_be_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_be_new:
            del self.fields["is_new"]
        elif must_be_new:
            self.fields["is_new"].initial = True
            self.fields["is_new"].disabled = True


@require_http_methods(["GET", "HEAD", "POST"])
def import_files(request: HttpRequest) -> HttpResponse:
    """Choose files; a POST with files previews them, one with a token applies what it stands for."""
    if request.method == "POST" and "token" in request.POST:
        return _apply(request, request.POST["token"])
    center = admin_center(request)
    is_sent = request.method == "POST"
    form = UploadForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        may_be_new=is_operator(request),
        must_be_new=center is None,
    )
    if is_sent and form.is_valid():
        try:
            files = uploaded_files([(file.name, file.read()) for file in form.cleaned_data["files"]])
        except SourceError as error:
            form.add_error("files", str(error))
        else:
            return _preview(request, files, None if form.cleaned_data.get("is_new") else center)
    return _page(request, {"form": form, "file_names": NAMES}, status=422 if form.errors else 200)


def _preview(request: HttpRequest, files: dict[str, bytes], center: Center | None) -> HttpResponse:
    report = import_center(actor=acting_user(request), files=files, dry_run=True, center=center)
    return _preview_page(request, files, center, report)


def _preview_page(
    request: HttpRequest, files: Any, center: Center | None, report: ImportReport, *, status: int = 200
) -> HttpResponse:
    token = ""
    if report.is_good and report.changes:
        preview = Preview(files, center.pk if center else None, report.outcomes)
        token = previews.keep(preview, user_id=acting_user(request).pk)
    return _page(request, {"report": report, "token": token, **_rows(report)}, status=status)


def _apply(request: HttpRequest, token: str) -> HttpResponse:
    """Import the previewed files. When something else would happen by now, show that instead."""
    user = acting_user(request)
    preview = previews.find(token, user_id=user.pk)
    if preview is None:
        messages.error(request, TOO_OLD)
        return HttpResponseRedirect(reverse("admin:import_files"))
    center = Center.objects.get(pk=preview.center_id) if preview.center_id else None
    try:
        report = import_center(actor=user, files=preview.files, center=center, previewed=preview.outcomes)
    except PreviewOutdated as error:
        messages.warning(request, OUTDATED)
        previews.forget(token, user_id=user.pk)
        return _preview_page(request, preview.files, center, error.report, status=409)
    previews.forget(token, user_id=user.pk)
    messages.success(
        request, f"{_changes(report)} imported into {report.center} as version {report.version}."
    )
    return HttpResponseRedirect(reverse("admin:index"))


def _rows(report: ImportReport) -> dict[str, Any]:
    shown = {
        outcome: [row for row in report.outcomes if row.outcome is outcome]
        for outcome in (Outcome.REJECTED, Outcome.CHANGED, Outcome.NEW)
    }
    return {
        "counts": [(outcome.value, report.count(outcome)) for outcome in Outcome],
        "by_file": [(file, [counts[outcome] for outcome in Outcome]) for file, counts in report.by_file()],
        "rejected": shown[Outcome.REJECTED][:ROWS_SHOWN],
        "changed": shown[Outcome.CHANGED][:ROWS_SHOWN],
        "new": shown[Outcome.NEW][:ROWS_SHOWN],
        "left_out": sum(max(0, len(rows) - ROWS_SHOWN) for rows in shown.values()),
        "changes": _changes(report),
    }


def _changes(report: ImportReport) -> str:
    return f"{report.changes} {'change' if report.changes == 1 else 'changes'}"


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    page = {**admin.site.each_context(request), "title": "Import files", **context}
    return TemplateResponse(request, "admin/import_files.html", page, status=status)


add_page(
    AdminPage(
        name="import_files",
        route="import/",
        label="Import files",
        help_text="People, contracts, requirements and the rest from CSV files, with a preview",
        view=import_files,
    )
)
