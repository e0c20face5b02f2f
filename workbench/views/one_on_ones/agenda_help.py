"""What helps to fill an agenda: prompts from the person's real week, themes not touched for long, and agendas to begin with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import N_, _
from workbench.readmodels.one_on_ones import TalkCard
from workbench.readmodels.talk_way import Prompt, TalkHelp, TemplateRow, ThemeRow
from workbench.services import one_on_ones as talks
from workbench.services import one_on_ones_agenda as service
from workbench.services import one_on_ones_prompts as prompts
from workbench.services.workspace import Change, UnitOfWork
from workbench.views.context import Context, Destination
from workbench.views.messages import words_of
from workbench.views.one_on_ones.part import clear_layout, link, widgets_of
from workbench.views.one_on_ones.rows import menu_below
from workbench.views.one_on_ones.template_editor import TemplateEditor
from workbench.views.paint import draw_chip, draw_text, focus_ring, rounded
from workbench.views.tasks import Progress
from workbench.views.theme import METRICS, TextRole, Tone, theme
from workbench.views.tips import tip_text
from workbench.views.widgets.basic import Clickable, Text
from workbench.views.widgets.panels import IconButton
from workbench.views.words import one_on_ones as words

PROMPTS_SHOWN = 4


class PromptLine(Clickable):
    """A prompt; Enter or a click puts it on the agenda."""

    chosen = Signal(object)

    def __init__(self, prompt: Prompt) -> None:
        self.prompt, self.words = prompt, prompts.say(prompt)
        super().__init__(_("Put on the agenda: {prompt}", prompt=self.words))
        self.setToolTip(tip_text(self.words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self)

    def sizeHint(self) -> QSize:
        return QSize(200, theme().px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter, rect = theme(), QPainter(self), QRectF(self.rect())
        if self.underMouse() or self.shows_ring():
            rounded(painter, rect.adjusted(6, 1, -2, -1), METRICS.radius_block, t.tokens.hover)
        chip = draw_chip(painter, 14, rect.height() / 2, "+ " + _("Point"), t.tone(Tone.ACCENT))
        left = chip.right() + 10
        draw_text(painter, QRectF(left, 0, rect.width() - left - 6, rect.height()), self.words, TextRole.BODY, t.tokens.text)
        if self.shows_ring():
            focus_ring(painter, rect.adjusted(4, 1, -2, -1), METRICS.radius_block)


class AgendaHelp(QWidget):
    """Stands under the points of the coming talk; nothing of it is shown for a past one."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.card: TalkCard | None = None
        self._templates: tuple[TemplateRow, ...] = ()
        self.caption = Text(_("From this week"), TextRole.SMALL, "muted")
        self.caption.setContentsMargins(14, 4, 14, 2)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(0)
        self.themes = Text("", TextRole.SMALL, "warning", wrap=True)
        self.themes.setContentsMargins(14, 2, 14, 2)
        self.problem = Text("", TextRole.SMALL, "bad", wrap=True)
        self.problem.setContentsMargins(14, 2, 14, 2)
        self.problem.hide()
        self.editor = TemplateEditor(context)
        self.button: QPushButton = link(_("Agendas"))
        self.button.setToolTip(tip_text(_("Begin with an agenda, keep this one, or bring in points from a file")))
        self.button.clicked.connect(self._on_menu)
        self._menu = QMenu(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.caption)
        layout.addLayout(self.lines)
        layout.addWidget(self.themes)
        layout.addWidget(self.problem)
        layout.addWidget(self.editor)
        self.hide()

    def show_card(self, card: TalkCard, *, coming: bool) -> None:
        """Read the help of this person anew; what another talk left is taken away first."""
        if self.card is None or self.card.person_id != card.person_id:
            self._complain("")
            self._show((), ())
            self.editor.hide()
        self.card = card
        self.setVisible(coming)
        self.button.setVisible(coming)
        if coming:
            job = partial(prompts.load_help, person_id=card.person_id, today=self.context.today())
            self.context.tasks.read(self, job, partial(self._on_read, card.person_id), self._on_refused)

    def _on_read(self, person_id: int, found: TalkHelp) -> None:
        if self.card is None or self.card.person_id != person_id:
            return  # somebody else was chosen in the meantime
        self._templates = found.templates
        known = {row.text for row in self.card.agenda}
        self._show([one for one in found.prompts if prompts.say(one) not in known][:PROMPTS_SHOWN], found.themes)

    def _show(self, found: Sequence[Prompt], themes: Sequence[ThemeRow]) -> None:
        if [line.prompt for line in self.prompts] != list(found):
            clear_layout(self.lines)
            for prompt in found:
                self.lines.addWidget(self._row(prompt))
        self.caption.setVisible(bool(found))
        missing = [words.theme_label(row.theme) for row in themes if row.missing]
        self.themes.setText(_("Not on this agenda and due: {themes}", themes=" · ".join(missing)) if missing else "")
        self.themes.setVisible(bool(missing))
        told = [f"{words.theme_label(row.theme)}: {words.day(row.last_on, self.context.today()) if row.last_on else '–'}" for row in themes]
        self.themes.setToolTip(tip_text("\n".join([_("Last talked about"), *told])))

    def _row(self, prompt: Prompt) -> QWidget:
        line, row = PromptLine(prompt), QWidget()
        line.chosen.connect(self.take)
        opener = IconButton("arrow-right", _("Look at it"), 13)
        opener.setProperty("prompt", prompt.kind)
        opener.clicked.connect(self._on_open)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 8, 0)
        across.setSpacing(2)
        across.addWidget(line, 1)
        across.addWidget(opener)
        return row

    @property
    def prompts(self) -> list[PromptLine]:
        """The prompts offered, in order."""
        return [line for row in widgets_of(self.lines, QWidget) for line in row.findChildren(PromptLine)]

    # -- taking

    def take_first(self) -> None:
        """One key: the first prompt becomes a point."""
        if self.isVisible() and self.prompts:
            self.take(self.prompts[0])

    def take(self, line: PromptLine) -> None:
        """A prompt becomes a point, in the words in which it is shown."""
        if self.card is None:
            return
        line.setEnabled(False)
        job = partial(
            talks.add_point,
            person_id=self.card.person_id,
            text=line.words,
            today=self.context.today(),
            theme=line.prompt.theme,
            raised_by="system",
        )
        self._write(N_("Add a point for {person}"), job)

    def _on_open(self) -> None:
        kind = self.sender().property("prompt")
        for line in self.prompts:
            if line.prompt.kind == kind:
                self.context.go(Destination(line.prompt.screen, dict(line.prompt.what)))
                return

    def _write(self, action: str, job: Callable[[UnitOfWork], object]) -> None:
        if self.card is not None:
            self.context.tasks.write(self, action, job, self._on_written, self._on_refused, person=self.card.name)

    def _on_written(self, _change: Change) -> None:
        self._complain("")

    def _on_refused(self, error: BaseException) -> None:
        self._complain(words_of(error))
        for line in self.prompts:
            line.setEnabled(True)

    def _complain(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    # -- agendas to begin with

    def _on_menu(self) -> None:
        self._menu.clear()
        for row in self._templates:
            self._add(self._menu, row.name, row.key, self._on_apply)
        self._menu.addSeparator()
        keep = self._add(self._menu, _("Keep these points as an agenda of my own"), "", self._on_keep)
        keep.setEnabled(self.card is not None and any(not row.done for row in self.card.agenda))
        copies = self._menu.addMenu(_("Copy an agenda to change it"))
        changes = self._menu.addMenu(_("Change an own agenda"))
        removes = self._menu.addMenu(_("Take an own agenda away"))
        for row in self._templates:
            self._add(copies, row.name, row.key, self._on_copy)
            if row.own_id is not None:
                self._add(changes, row.name, row.key, self._on_change)
                self._add(removes, row.name, str(row.own_id), self._on_remove)
        changes.setEnabled(not changes.isEmpty())
        removes.setEnabled(not removes.isEmpty())
        self._menu.addSeparator()
        self._add(self._menu, _("Bring in their points from a file …"), "", self._on_file)
        menu_below(self._menu, self.button)

    def _add(self, menu: QMenu, text: str, data: str, slot: Callable[[], None]) -> QAction:
        action = QAction(text.replace("&", "&&"), menu)
        action.setData(data)
        action.triggered.connect(slot)
        menu.addAction(action)
        return action

    def _data(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""

    def _on_apply(self) -> None:
        self.apply(self._data())

    def apply(self, key: str) -> None:
        """Put the points of an agenda on the list."""
        if self.card is not None:
            job = partial(service.apply_template, person_id=self.card.person_id, key=key, today=self.context.today())
            self._write(N_("Begin an agenda for {person}"), job)

    def _on_keep(self) -> None:
        if self.card is not None:
            name = _("Agenda of {day}", day=words.day(self.context.today(), self.context.today()))
            job = partial(service.keep_agenda_as_template, person_id=self.card.person_id, name=name)
            self._write(N_("Keep the agenda of {person}"), job)

    def _on_copy(self) -> None:
        job = partial(service.copy_template, key=self._data())
        self.context.tasks.write(self, N_("Copy an agenda"), job, self._on_copied, self._on_refused)

    def _on_copied(self, _change: Change) -> None:
        self.context.messages.tell(_("The copy is there; “Change an own agenda” opens it."), Tone.GOOD)

    def _on_change(self) -> None:
        self.change(self._data())

    def change(self, key: str) -> None:
        """Open an own agenda in place."""
        for row in self._templates:
            if row.key == key and row.own_id is not None:
                self.editor.open(row)

    def _on_remove(self) -> None:
        self._write(N_("Take an agenda away"), partial(service.remove_template, own_id=int(self._data())))

    # -- their points out of a file

    def _on_file(self) -> None:
        dialog = QFileDialog(self, _("Their points: a text, one a line, or a table of point and theme"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(_("Text and tables (*.txt *.csv *.md)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.bring_in)
        dialog.open()

    def bring_in(self, file: str) -> None:
        """Read the file on a worker, then add what it says in one step."""
        self.context.tasks.work(self, partial(_read, Path(file)), self._on_text, self._on_refused)

    def _on_text(self, text: str) -> None:
        if self.card is not None:
            job = partial(service.import_points, person_id=self.card.person_id, text=text, today=self.context.today())
            self._write(N_("Bring in points of {person}"), job)


def _read(file: Path, _progress: Progress) -> str:
    return service.read_points(file)
