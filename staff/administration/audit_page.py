"""The audit trail as a page: what the database itself wrote down of a table's rows, newest first."""

from __future__ import annotations

from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from staff.administration.history import audit_lines, audited_models
from staff.administration.scope import required_center
from staff.administration.site import AdminPage, add_page

ROWS = 50


@require_safe
def audit_trail(request: HttpRequest) -> HttpResponse:
    """The audit rows of one table of the center; tables without a center of their own are left to operators' tools."""
    center = required_center(request)
    tables = {
        name: model
        for name, model in sorted(audited_models().items())
        if any(field.attname == "center_id" for field in model._meta.concrete_fields)
    }
    chosen = request.GET.get("table", "")
    if chosen not in tables:
        chosen = "person" if "person" in tables else next(iter(tables))
    found = tables[chosen].objects.filter(center_id=center.pk).select_related("pgh_context")
    page = Paginator(found.order_by("-pgh_id"), ROWS).get_page(request.GET.get("page"))
    context = {
        **admin.site.each_context(request),
        "title": "Audit trail",
        "tables": [(name, model.pgh_tracked_model._meta.verbose_name) for name, model in tables.items()],
        "chosen": chosen,
        "lines": audit_lines(list(page), center_id=center.pk),
        "page": page,
    }
    return TemplateResponse(request, "admin/audit_trail.html", context)


add_page(
    AdminPage(
        name="audit_trail",
        route="audit/",
        label="Audit trail",
        help_text="Every change of every row, as the database wrote it down",
        view=audit_trail,
    )
)
