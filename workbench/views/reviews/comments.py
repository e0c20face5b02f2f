"""The written part: one page for each text of the form, kept while it is typed, with a mark on pages that hold something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.reviews import ReviewCard
from workbench.services import reviews
from workbench.services.workspace import UnitOfWork
from workbench.views.context import Context
from workbench.views.paint import text_width
from workbench.views.reviews.answer import AnswerPage
from workbench.views.reviews.comment_hints import CommentHints
from workbench.views.reviews.part import KeptText, Part
from workbench.views.reviews.plans import GoalsTable, Plans, UsesRow
from workbench.views.theme import TextRole, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Text

TEXTS = (
    ("manager_comment", N_("Comment"), N_("What went well, what to improve, and what you suggest next")),
    ("employee_summary", N_("Self-summary"), N_("What the person says of the period")),
    ("achievements", N_("Achievements"), N_("One a line")),
    ("improvements", N_("To improve"), N_("One a line, three at most")),
    (
        "critical_incidents",
        N_("Incidents"),
        N_("One a line, with its date: 2026-08-16 situation | what was done | effect; begin a bad one with -"),
    ),
    ("customer_feedback", N_("Customers"), N_("What customers said; empty = mean of the call-backs")),
    ("compliance", N_("Compliance"), N_("clean, or breach: what happened")),
    ("next_manager_opinion", N_("Next superior"), N_("Opinion of the next superior")),
    ("hr_opinion", N_("HR"), N_("Opinion of HR")),
    ("target_notes", N_("Target changes"), N_("Which target was changed in the period, and why")),
)
PAGES = (
    (N_("Comment"), ("manager_comment",)),
    (N_("Self-summary"), ("employee_summary",)),
    (N_("Results and improvements"), ("achievements", "improvements")),
    (N_("Incidents"), ("critical_incidents",)),
    (N_("Customers, compliance"), ("customer_feedback", "compliance")),
    (N_("Opinions, targets"), ("next_manager_opinion", "hr_opinion", "target_notes")),
)
PLAN, ANSWER = "plan", "answer"


class CommentsCard(Part):
    """Emits `typed` while something is not kept yet, so that the screen can say so."""

    typed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAccessibleName(_("Comments"))
        self.pages = QListWidget()
        self.pages.setAccessibleName(_("Texts of the form"))
        self.pages.setFrameShape(QListWidget.Shape.NoFrame)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.state = Text("", TextRole.SMALL, "muted")
        self.stack = QStackedWidget()
        self.stack.setMinimumWidth(theme().px(190))
        self.editors: dict[str, KeptText] = {}
        self.hints = CommentHints(context)
        known = {name: (title, hint) for name, title, hint in TEXTS}
        for title, names in PAGES:
            self.pages.addItem(_(title))
            self.stack.addWidget(self._page(names, known))
        self.pages.addItem(_("Next goals and plan"))
        self.plans = Plans()
        self.plans.changed_to.connect(self._on_plan)
        self.stack.addWidget(self.plans)
        self.pages.addItem(_("Employee's answer"))
        self.answer = AnswerPage()
        self.answer.changed_to.connect(self._on_answer)
        self.stack.addWidget(self.answer)
        for row in range(self.pages.count()):
            item = self.pages.item(row)
            item.setToolTip(tip_text(item.text()))
            item.setSizeHint(QSize(theme().px(120), theme().px(28)))
        longest = max(text_width(f"{self.pages.item(row).text()} •", TextRole.BODY) for row in range(self.pages.count()))
        self.pages.setFixedWidth(min(round(longest) + theme().px(24), theme().px(176)))
        self.pages.setMinimumHeight(theme().px(28) * self.pages.count() + 4)
        self.pages.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.pages.setCurrentRow(0)
        line = QHBoxLayout()
        line.setSpacing(12)
        side = QVBoxLayout()
        side.addWidget(self.pages, 1)
        side.addWidget(self.state)
        line.addLayout(side)
        line.addWidget(self.stack, 1)
        self.body.addLayout(line, 1)
        self.end()

    def _page(self, names: Sequence[str], known: Mapping[str, tuple[str, str]]) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for name in names:
            title, hint = known[name]
            editor = KeptText(_(title), _(hint), theme().px(44))
            editor.setObjectName(name)
            editor.changed_to.connect(self._on_changed_to)
            editor.textChanged.connect(self._on_typed)
            self.editors[name] = editor
            if len(names) > 1:
                layout.addWidget(Text(_(title), TextRole.SMALL, "muted"))
            layout.addWidget(editor, 1)
            if name == "manager_comment":
                layout.addWidget(self.hints)
        return page

    @property
    def goals(self) -> GoalsTable:
        return self.plans.goals

    @property
    def uses(self) -> UsesRow:
        return self.plans.uses

    def show_card(self, card: ReviewCard) -> None:
        other = self.card is None or self.card.review_id != card.review_id
        if other:
            self.complain("")
            self.state.setText("")
        self.card = card
        for name, editor in self.editors.items():
            editor.show_kept(str(getattr(card.texts, name)), other=other)
            editor.setReadOnly(not self.editable)
        for number, (title, names) in enumerate(PAGES):
            filled = any(getattr(card.texts, name) for name in names)
            self.pages.item(number).setText(f"{_(title)} •" if filled else _(title))
        self.plans.show_card(card, editable=self.editable, other=other)
        said = AnswerPage.is_filled(card)
        self.pages.item(len(PAGES) + 1).setText(_("Employee's answer") + " •" if said else _("Employee's answer"))
        self.answer.show_card(card, editable=self.editable, other=other)
        self.hints.show_card(card)

    def flush(self) -> None:
        """Keep everything that is being typed."""
        for editor in self.editors.values():
            editor.flush()
        self.plans.flush()
        self.answer.flush()

    def show_page(self, name: str) -> None:
        """Turn to the page that holds a text, to the plans or to what the employee said."""
        if name == PLAN:
            self.pages.setCurrentRow(len(PAGES))
        if name == ANSWER:
            self.pages.setCurrentRow(len(PAGES) + 1)
        for number, (_title, names) in enumerate(PAGES):
            if name in names:
                self.pages.setCurrentRow(number)

    @Slot()
    def _on_typed(self) -> None:
        editor = self.sender()
        if isinstance(editor, KeptText) and editor.is_typed:
            self.state.setText(_("typing …"))
            self.typed.emit()

    @Slot(str)
    def _on_changed_to(self, text: str) -> None:
        editor = self.sender()
        if isinstance(editor, KeptText) and self.card is not None:
            self._keep(editor.objectName(), text, editor.accessibleName())

    @Slot(str, object)
    def _on_plan(self, name: str, rows: object) -> None:
        self._keep(name, rows, _("Next goals and plan"))

    @Slot(str, object)
    def _on_answer(self, name: str, value: object) -> None:
        self._keep(name, value, _("Employee's answer"))

    def _keep(self, name: str, value: object, title: str) -> None:
        if self.card is not None:
            self.write(
                N_("Write {text} of {person}"), partial(_set_text, review_id=self.card.review_id, name=name, value=value), text=title
            )

    def _on_written(self, change: object) -> None:
        super()._on_written(change)
        self.state.setText(_("kept"))

    def _on_refused(self, error: BaseException) -> None:
        super()._on_refused(error)
        self.state.setText(_("not kept"))


def _set_text(uow: UnitOfWork, review_id: int, name: str, value: object) -> int:
    return reviews.set_text(uow, review_id, **{name: value})
