"""Admin classes of a center's tables: only that center's rows, every write inside one tick, history in versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Field, ForeignKey, Model, QuerySet, TimeField
from django.forms import Field as FormField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from staff.administration.fields import EntityChoiceField, WallTimeField, is_of_center
from staff.administration.forms import CenterForm, InlineForm, VersionedFormSet
from staff.administration.history import audit_lines, version_lines
from staff.administration.scope import acting_user, admin_center, required_center
from staff.administration.writing import write_rows
from staff.centers.clock import AlreadyClosed, Tick, tick
from staff.centers.versioned import Versioned

AUDIT_ROWS = 50
CLOSED_MEANWHILE = (
    "Another change ended this row while you were editing. Look at it as it is now, then edit again."
)
ENDED = "This row stands no more."
REFUSED = "The database refused this, since it would contradict another row. Nothing was saved."


class CenterScope:
    """What tables and rows inside them share: who may do what, and choices limited to the center."""

    model: type[Model]
    center_path: ClassVar[str] = "center"

    def center(self, request: HttpRequest) -> Any:
        return admin_center(request)

    def of_center(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The center's rows; of versioned ones those that stand."""
        queryset = queryset.filter(**{self.center_path: self.center(request)})
        return queryset.filter(until_version__isnull=True) if issubclass(self.model, Versioned) else queryset

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only columns that are shown may be asked for in the address: a hash could be guessed letter by letter."""
        column = lookup.split("__", maxsplit=1)[0]
        asked = {column} if any(field.name == column for field in self.model._meta.concrete_fields) else set()
        shown = {"pk", "id", *self.get_list_display(request), *self.get_list_filter(request)}  # type: ignore[attr-defined]
        allowed: bool = super().lookup_allowed(lookup, value, request)  # type: ignore[misc]
        return allowed and asked <= shown

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Another center's row is not found, nor is one that never was; what was replaced leads to the new one."""
        ended = self._ended(request, object_id)
        if ended is None:
            raise Http404(f"No {opts.verbose_name}.")
        standing = type(ended).objects.current().filter(entity=ended.entity_id).first()
        messages.error(request, CLOSED_MEANWHILE if standing else ENDED)
        name = f"admin:{opts.app_label}_{opts.model_name}_"
        address = reverse(f"{name}change", args=[standing.pk]) if standing else reverse(f"{name}changelist")
        return HttpResponseRedirect(address)

    def _ended(self, request: HttpRequest, object_id: str) -> Any:
        """The center's row of this key that stands no more."""
        try:
            key = UUID(object_id)
        except ValueError:
            return None
        if not issubclass(self.model, Versioned):
            return None
        return self.model.objects.filter(center=self.center(request), pk=key).first()

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.center(request) is not None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.center(request) is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.center(request) is not None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.center(request) is not None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.center(request) is not None

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Only what is of the same center may be chosen; versioned things as they stand, stored as entities."""
        remote: Any = db_field.remote_field.model
        if issubclass(remote, Versioned):
            return EntityChoiceField(
                queryset=remote.objects.current().filter(center=self.center(request)),
                required=not db_field.blank,
                label=str(db_field.verbose_name).capitalize(),
                help_text=db_field.help_text,
            )
        if is_of_center(remote) and "queryset" not in kwargs:
            kwargs["queryset"] = remote._default_manager.filter(center=self.center(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if isinstance(db_field, TimeField):
            return WallTimeField(
                is_end=db_field.name.startswith("end"),
                required=not db_field.blank,
                label=str(db_field.verbose_name).capitalize(),
                help_text=db_field.help_text,
            )
        field: FormField | None = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        # Links to the related row beside a choice would lead to an entity's first row, which may not stand any more.
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class CenterAdmin(CenterScope, admin.ModelAdmin):  # type: ignore[type-arg]
    """A table of the center the user administers. Adding, changing and removing is one version each."""

    form = CenterForm
    actions = None
    list_per_page = 50
    list_max_show_all = 500
    show_full_result_count = False
    event_name: ClassVar[str] = ""
    used_by: ClassVar[Sequence[tuple[type[Versioned], str]]] = ()
    object_history_template = "admin/row_history.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.of_center(request, super().get_queryset(request))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.center = self.center(request)
        return form

    # Writing: save_model, save_related and save_formset of Django are one step here.

    @contextmanager
    def opened(self, request: HttpRequest, what: str, row: Any) -> Iterator[Tick]:
        """The one version of this request."""
        name = self.event_name or str(self.opts.verbose_name).replace(" ", "_").replace("-", "_")
        with tick(
            actor=acting_user(request),
            center_id=required_center(request).pk,
            kind=f"{name}.{what}",
            payload={"table": self.opts.label_lower, "row": str(row.pk)},
        ) as opened:
            yield opened

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Nothing yet: `save_related` writes the row and those inside it in one version."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        for formset in formsets:
            formset.save(commit=False)
        is_changed = not change or form.has_changed()
        rows_inside = any(self._counts(formset) for formset in formsets)
        if not is_changed and not rows_inside:
            return
        obj = form.instance
        with self.opened(request, "changed" if change else "added", obj) as opened:
            if is_changed:
                self.write(opened, obj, form, change=change)
            form.save_m2m()
            for formset in formsets:
                write_rows(
                    opened,
                    new=self._ready(request, formset.new_objects),
                    changed=[row for row, _ in formset.changed_objects],
                    removed=formset.deleted_objects,
                )

    def write(self, opened: Tick, obj: Any, form: Any, *, change: bool) -> Any:
        """Write the row itself; afterwards `obj` has the key of the row that stands."""
        if not isinstance(obj, Versioned):
            names = {field.name for field in self.opts.concrete_fields}
            obj.save(
                **({"update_fields": names & set(form.changed_data)} if change else {"force_insert": True})
            )
            return obj
        rows = write_rows(opened, new=[] if change else [obj], changed=[obj] if change else [], removed=[])
        obj.pk = rows[0].pk
        return rows[0]

    def _counts(self, formset: Any) -> int:
        return len(formset.new_objects) + len(formset.changed_objects) + len(formset.deleted_objects)

    def _ready(self, request: HttpRequest, rows: Sequence[Any]) -> Sequence[Any]:
        for row in rows:
            if hasattr(row, "center_id") and row.center_id is None:
                row.center = self.center(request)
        return rows

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with self.opened(request, "removed", obj) as opened:
            write_rows(opened, new=[], changed=[], removed=[obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Many at once would pass by what `delete_model` checks."""
        raise PermissionDenied("Rows are removed one at a time.")

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[Any], list[Any]]:
        """What removing ends, and which rows that stand still need it (then it is refused)."""
        if not issubclass(self.model, Versioned):
            return super().get_deleted_objects(objs, request)
        protected = [
            f"{model._meta.verbose_name}: {row}"
            for obj in objs
            for model, column in self.used_by
            for row in model.objects.current().filter(**{column: obj.entity_id})[:20]
        ]
        return [str(obj) for obj in objs], {str(self.opts.verbose_name_plural): len(objs)}, set(), protected

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's; what another change or the database forbids in between is said, not an error page."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except AlreadyClosed:
            messages.error(request, CLOSED_MEANWHILE)
        except IntegrityError:
            messages.error(request, REFUSED)
        return HttpResponseRedirect(request.get_full_path())

    # History: versions and the audit trail say more than Django's log, which would name rows that no longer stand.

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        return None

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {obj}",
            "subtitle": None,
            "opts": self.opts,
            "module_name": str(self.opts.verbose_name_plural).capitalize(),
            "object": obj,
            "versions": version_lines(obj) if isinstance(obj, Versioned) else [],
            "audit_page": self._audit_page(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)

    def _audit_page(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        events = getattr(type(obj), "pgh_event_model", None)
        if events is None:
            return {"lines": [], "page": None}
        keys = [obj.pk]
        if isinstance(obj, Versioned):
            keys = list(type(obj).objects.filter(entity=obj.entity_id).values_list("pk", flat=True))
        found = events.objects.filter(pgh_obj_id__in=keys).select_related("pgh_context").order_by("-pgh_id")
        page = Paginator(found, AUDIT_ROWS).get_page(request.GET.get("page"))
        return {"lines": audit_lines(list(page), center_id=required_center(request).pk), "page": page}


def needed_by(table: type[CenterAdmin], model: type[Versioned], column: str) -> None:
    """Refuse to remove what rows of another capability still refer to; called at start-up, twice is once."""
    if (model, column) not in table.used_by:
        table.used_by = (*table.used_by, (model, column))


class CenterInline(CenterScope, admin.TabularInline):  # type: ignore[type-arg]
    """Rows inside the form of what they belong to; written in the same version."""

    form = InlineForm
    formset: Any = VersionedFormSet
    extra = 0
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.of_center(request, super().get_queryset(request))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.center = self.center(request)
        return formset


class _ReadOnly:
    """Nobody adds, changes or deletes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnlyAdmin(_ReadOnly, CenterAdmin):
    """A table that is only looked at."""


class ReadOnlyInline(_ReadOnly, CenterInline):
    """Rows inside the form of what they belong to that are only looked at."""

    can_delete = False
