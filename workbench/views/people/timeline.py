"""What happened with a person, newest first on one line: by kind if wanted, read as far as one scrolls, opened with Enter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QSizePolicy

from workbench.i18n import _, ngettext
from workbench.readmodels.people_timeline import Moment, MomentKind, Timeline
from workbench.services import people_timeline as service
from workbench.views.context import Context, Destination
from workbench.views.delegates.people_timeline import MomentDelegate
from workbench.views.itemmodels.people_timeline import MOMENT_ROLE, TimelineModel
from workbench.views.messages import words_of
from workbench.views.people.page import Page, PersonFile
from workbench.views.theme import TextRole
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Card, Text
from workbench.views.widgets.editing import Choice
from workbench.views.words import people_timeline as words


class TimelinePage(Page):
    """A part of the card that reads for itself: a line of ten years is more than the card should carry."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.filter = Choice()
        self.filter.setAccessibleName(_("What is on the line"))
        self.filter.setToolTip(tip_text(_("What is on the line")))
        self._offer({})
        self.filter.activated.connect(self._on_filter)
        self.model = TimelineModel()
        self.model.more_wanted.connect(self._on_more)
        self.list = QListView()
        self.list.setAccessibleName(_("Timeline"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setModel(self.model)
        self.list.setItemDelegate(MomentDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.list.clicked.connect(self._on_opened)
        self.list.activated.connect(self._on_opened)
        self.line = Text("", TextRole.SMALL, "muted", wrap=True)
        self.body.setSpacing(8)
        for part in (self.filter, self.line, self.problem):
            self.body.addWidget(part)
        box = Card(margin=4, spacing=0)
        box.body.addWidget(self.list)
        self.body.addWidget(box, 1)

    @property
    def kind(self) -> MomentKind | None:
        """What is asked for; None is everything."""
        value = self.filter.currentData()
        return MomentKind(value) if value else None

    # -- reading

    def fill(self, found: PersonFile, *, other: bool) -> None:
        if other:
            self.model.begin(Timeline(found.card.id, (), {}, 0))
            self.line.setText(_("Loading …"))
        self._read()

    def _read(self) -> None:
        """From the newest moment on, as far as it was read before."""
        most = max(service.PAGE, len(self.model.moments))
        self._ask(most, 0)

    def _ask(self, most: int, first: int) -> None:
        person, kind = self.card.id, self.kind
        job = partial(service.load_timeline, person_id=person, today=self.context.today(), kind=kind, most=most, first=first)
        self.context.tasks.read(self, job, partial(self._on_read, kind, first), self._on_failed)

    def _on_read(self, kind: MomentKind | None, first: int, found: Timeline) -> None:
        if found.person_id != self.card.id or kind is not self.kind:
            return  # somebody else, or something else, is looked at meanwhile
        self.complain("", "")
        if first == 0:
            self.model.begin(found)
        elif first == len(self.model.moments):
            self.model.extend(found)
        else:
            self.model.release()  # the line was read again meanwhile
        self._offer(found.counts)
        none = _("Nothing of this kind is kept.") if kind else _("Nothing is kept yet.")
        self.line.setText(ngettext("{n} moment, the newest first", "{n} moments, the newest first", found.total) if found.total else none)

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self.model.release()
        self.line.setText("")
        self.complain("", words_of(error))

    def _offer(self, known: Mapping[MomentKind, int]) -> None:
        """The kinds with how many there are of each; what is chosen stays chosen."""
        chosen = max(self.filter.currentIndex(), 0)
        with QSignalBlocker(self.filter):
            self.filter.clear()
            self.filter.addItem(_("Everything"), "")
            for kind in MomentKind:
                count = known.get(kind, 0)
                self.filter.addItem(f"{_(words.KINDS[kind])} · {count}" if known else _(words.KINDS[kind]), kind.value)
            self.filter.setCurrentIndex(chosen)

    # -- choosing

    @Slot()
    def _on_filter(self) -> None:
        self.model.begin(Timeline(self.card.id, (), {}, 0))
        self.list.scrollToTop()
        self._read()

    @Slot()
    def _on_more(self) -> None:
        self._ask(service.PAGE, len(self.model.moments))

    @Slot(QModelIndex)
    def _on_opened(self, index: QModelIndex) -> None:
        moment = index.data(MOMENT_ROLE)
        if isinstance(moment, Moment):
            self.wished.emit(Destination(moment.screen, dict(moment.what)))
