"""The kinds of adjustments: what each paints, how it is paid, whether it counts at once, whether it needs a reason.

How a kind becomes rows for one person is in `scheduling/roster/domain/happenings.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from scheduling.adjustments.domain import KIND_LABELS, AdjustmentKind, Paint
from scheduling.time.segment import PayKind


@dataclass(frozen=True, slots=True)
class KindTerms:
    """One kind. `pay` None: as the duty beneath, or none at all. `is_operational`: published as it is recorded."""

    kind: AdjustmentKind
    paint: Paint
    pay: PayKind | None = None
    is_operational: bool = False
    needs_reason: bool = False

    @property
    def label(self) -> str:
        return KIND_LABELS[self.kind]


TERMS = {
    terms.kind: terms
    for terms in (
        KindTerms(AdjustmentKind.ASSIGN, Paint.DUTY),
        KindTerms(AdjustmentKind.REMOVE, Paint.OFF),
        KindTerms(AdjustmentKind.REPLACE, Paint.DUTY),
        KindTerms(AdjustmentKind.LEAVE, Paint.ABSENCE, is_operational=True),
        KindTerms(AdjustmentKind.OVERTIME, Paint.DUTY, PayKind.OVERTIME),
        KindTerms(
            AdjustmentKind.HOLDOVER, Paint.DUTY, PayKind.HOLDOVER, is_operational=True, needs_reason=True
        ),
        KindTerms(AdjustmentKind.EARLY_OUT, Paint.OFF, is_operational=True, needs_reason=True),
        KindTerms(AdjustmentKind.LATE, Paint.OFF, is_operational=True, needs_reason=True),
        KindTerms(AdjustmentKind.TRADE, Paint.DUTY, PayKind.TRADE, is_operational=True),
        KindTerms(AdjustmentKind.TRAINING, Paint.DUTY, PayKind.TRAINING),
        KindTerms(AdjustmentKind.COURT, Paint.DUTY, PayKind.COURT, needs_reason=True),
        KindTerms(
            AdjustmentKind.MANDATION, Paint.DUTY, PayKind.MANDATION, is_operational=True, needs_reason=True
        ),
        KindTerms(AdjustmentKind.BREAKS, Paint.BREAKS, is_operational=True),
        KindTerms(AdjustmentKind.RELIEF, Paint.SEAT, is_operational=True),
        KindTerms(AdjustmentKind.SEAT, Paint.SEAT),
    )
}
"""Every kind's terms (semantics 3: which changes are operational)."""
