"""The form with which somebody asks: every kind has its own below this one, used by the pages and by the API alike."""

from __future__ import annotations

import uuid
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

if TYPE_CHECKING:
    from approvals.services import Ask
    from staff.centers.models import Center
    from staff.people.models import Person

LONGEST_NOTE = 300


class RequestForm(forms.Form):
    """Fields and choices may depend on the person. The id is made when the form is drawn: sent twice is asked once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    needs_note: ClassVar[bool] = False

    def __init__(self, *args: Any, person: Person, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("request_id", uuid.uuid4())
        self.person = person
        self.center = center
        self.prepare()
        self.fields["note"] = forms.CharField(
            required=self.needs_note,
            max_length=LONGEST_NOTE,
            label="Why" if self.needs_note else "Note, optional",
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        for name, field in self.fields.items():
            if not isinstance(
                field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect
            ):
                field.widget.attrs.setdefault("class", "inp")
            if self.is_bound and name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"

    def prepare(self) -> None:
        """Fill in choices that depend on the person or the center."""

    @abstractmethod
    def ask(self) -> Ask:
        """What is asked for, from clean data."""
