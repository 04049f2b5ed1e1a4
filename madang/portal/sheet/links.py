"""Addresses of other states of a sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse

from madang.portal.dataset.sheet_address import MOST_COLUMNS, Sheet
from madang.portal.dataset.shown import Shown


@dataclass(frozen=True)
class Links:
    """Where the page of a state leads; `last` is the number of its last page. `site` stands before addresses to share."""

    page: Shown
    state: Sheet
    last: int = 1
    site: str = ""

    def to(self, state: Sheet) -> str:
        """The address of a state of this sheet, of the revision that is shown."""
        return self._of(state, self.page.pinned.removeprefix("?"))

    @property
    def here(self) -> str:
        return self.to(self.state)

    @property
    def before(self) -> str:
        return self.to(self.state.at(self.state.page - 1))

    @property
    def after(self) -> str:
        return self.to(self.state.at(self.state.page + 1))

    @property
    def end(self) -> str:
        return self.to(self.state.at(self.last))

    @property
    def all_rows(self) -> str:
        return self.to(replace(self.state, row=0))

    @property
    def columns_before(self) -> str:
        return self.to(replace(self.state, first=max(self.state.first - MOST_COLUMNS, 1)))

    @property
    def columns_after(self) -> str:
        return self.to(replace(self.state, first=self.state.first + MOST_COLUMNS))

    @property
    def share(self) -> str:
        """Of the newest data, or of the older revision that is shown."""
        return self.site + self.here

    @property
    def for_ever(self) -> str:
        """Of this revision, which never changes."""
        return self.site + self._of(self.state, f"revision={self.page.table.revision}")

    @property
    def cite(self) -> str:
        """Where exactly what is shown is cited."""
        assert self.page.resource is not None
        start = reverse("cite_rows", args=[self.page.dataset.slug, self.page.resource.name])
        return f"{start}?{self._of(self.state.at(1), f'revision={self.page.table.revision}').partition('?')[2]}"

    def _of(self, state: Sheet, pin: str) -> str:
        parts = [part for part in (pin, state.address()) if part]
        return self.page.address("sheet").partition("?")[0] + ("?" + "&".join(parts) if parts else "")
