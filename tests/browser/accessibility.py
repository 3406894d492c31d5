"""axe-core on a page: WCAG 2.0 to 2.2, levels A and AA."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = next((Path(__file__).resolve().parent.parent / "vendor" / "axe").glob("axe*.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page: Page) -> list[str]:
    """One line per violation with the first element it was found at; empty is what is wanted."""
    # The page's own policy forbids added scripts, as it should; evaluating goes past it.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", TAGS
    )
    return [
        f"{each['id']}: {each['help']} ({len(each['nodes'])}x, {each['nodes'][0]['html'][:160]})"
        for each in result["violations"]
    ]
