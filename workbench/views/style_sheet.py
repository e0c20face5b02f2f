"""The one style sheet of the application, made from the tokens: stock controls only, every state of each."""

from __future__ import annotations

from workbench.views.theme import ICON_DIR, METRICS, Tokens, Tone


def build_style_sheet(t: Tokens, scale: float) -> str:
    """The one style sheet.  Class names and properties only, never ``*`` and never descendants:
    a universal or descendant rule is matched against every widget of the application."""

    def px(value: float) -> str:
        return f"{round(value * scale)}px"

    def image(name: str) -> str:
        """A style sheet cannot tint, so these few signs lie ready in the colours of each theme."""
        return (ICON_DIR / ("dark" if t.is_dark else "light") / f"{name}.svg").as_posix()

    side = round(14 * scale)
    # the checked ring is thicker inside, so that both rings are equally large; a larger radius would make them square
    inner, round_radius = f"{side - 6}px", f"{(side + 2) // 2}px"
    button_radius, bad = METRICS.radius_button, t.tones[Tone.BAD].ink
    return f"""
    QPushButton {{
        background: {t.surface}; color: {t.text};
        border: 1px solid {t.border}; border-radius: {button_radius}px;
        padding: 0 {px(12)}; min-height: {px(30)};
    }}
    QPushButton:hover   {{ background: {t.hover}; border-color: {t.border_strong}; }}
    QPushButton:pressed {{ background: {t.sunken}; }}
    QPushButton:focus   {{ border: 2px solid {t.accent}; padding: 0 {px(11)}; min-height: {px(28)}; }}
    QPushButton:disabled {{ background: {t.sunken}; color: {t.faint}; border-color: {t.border}; }}
    QPushButton[look="primary"] {{
        background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; font-weight: 700;
    }}
    QPushButton[look="primary"]:hover   {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
    QPushButton[look="primary"]:pressed {{ background: {t.accent_pressed}; }}
    QPushButton[look="primary"]:focus   {{ border: 2px solid {t.text}; }}
    QPushButton[look="primary"]:disabled {{
        background: {t.sunken}; color: {t.faint}; border-color: {t.border};
    }}
    QPushButton[look="danger"] {{ color: {bad}; }}
    QPushButton[look="quiet"] {{ border-color: transparent; background: transparent; color: {t.muted}; }}
    QPushButton[look="quiet"]:hover {{ background: {t.hover}; color: {t.text}; }}
    QPushButton[look="quiet"]:focus {{ border: 2px solid {t.accent}; }}
    QPushButton[look="link"] {{ border-color: transparent; background: transparent; color: {t.accent}; text-align: left; padding: 1px 2px; min-height: 0; }}
    QPushButton[look="link"]:hover {{ background: {t.hover}; }}
    QPushButton[look="link"]:focus {{ border: 2px solid {t.accent}; }}

    QLineEdit, QPlainTextEdit, QTextEdit {{
        background: {t.surface}; color: {t.text};
        border: 1px solid {t.border}; border-radius: {button_radius}px; padding: 0 {px(8)};
        selection-background-color: {t.accent}; selection-color: {t.on_accent};
    }}
    QLineEdit {{ min-height: {px(30)}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {t.accent}; padding: 0 {px(7)}; }}
    QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {bad}; padding: 0 {px(7)}; }}
    QLineEdit[look="bare"], QTextEdit[look="bare"] {{ border: none; background: transparent; padding: 0; }}

    QToolButton {{
        background: transparent; color: {t.text}; border: 1px solid transparent;
        border-radius: {button_radius}px; padding: {px(4)} {px(8)};
    }}
    QToolButton:hover {{ background: {t.hover}; border-color: {t.border}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {t.sunken}; }}
    QToolButton:focus {{ border: 2px solid {t.accent}; padding: {px(3)} {px(7)}; }}
    QToolButton:disabled {{ color: {t.faint}; }}
    QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {{ background: {t.sunken}; color: {t.faint}; }}
    QLineEdit[readOnly="true"] {{ background: {t.sunken}; }}
    QPlainTextEdit, QTextEdit {{ padding: {px(4)} {px(6)}; }}
    QPlainTextEdit:focus, QTextEdit:focus {{ padding: {px(3)} {px(5)}; }}

    QComboBox, QAbstractSpinBox {{
        background: {t.surface}; color: {t.text}; border: 1px solid {t.border}; border-radius: {button_radius}px;
        padding: 0 {px(22)} 0 {px(8)}; min-height: {px(30)};
        selection-background-color: {t.accent}; selection-color: {t.on_accent};
    }}
    QComboBox:hover, QAbstractSpinBox:hover {{ border-color: {t.border_strong}; }}
    QComboBox:focus, QComboBox:on, QAbstractSpinBox:focus {{
        border: 2px solid {t.accent}; padding: 0 {px(21)} 0 {px(7)}; min-height: {px(28)};
    }}
    QComboBox:disabled, QAbstractSpinBox:disabled {{ background: {t.sunken}; color: {t.faint}; }}
    QComboBox::drop-down, QDateEdit::drop-down {{
        subcontrol-origin: padding; subcontrol-position: center right; border: none; background: transparent; width: {px(22)};
    }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({image("chevron-down")}); width: {px(14)}; height: {px(14)}; }}
    QAbstractSpinBox::up-button {{ subcontrol-origin: border; subcontrol-position: top right; border: none; width: {px(22)}; margin: 2px 2px 0 0; }}
    QAbstractSpinBox::down-button {{
        subcontrol-origin: border; subcontrol-position: bottom right; border: none; width: {px(22)}; margin: 0 2px 2px 0;
    }}
    QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover {{ background: {t.hover}; }}
    QAbstractSpinBox::up-arrow {{ image: url({image("chevron-up")}); width: {px(11)}; height: {px(11)}; }}
    QAbstractSpinBox::down-arrow {{ image: url({image("chevron-down")}); width: {px(11)}; height: {px(11)}; }}
    QComboBox QAbstractItemView {{
        background: {t.surface}; color: {t.text}; border: 1px solid {t.border_strong}; padding: 3px; outline: none;
        selection-background-color: {t.tones[Tone.ACCENT].tint}; selection-color: {t.text};
    }}
    QComboBox QAbstractItemView::item {{ min-height: {px(28)}; padding: 0 {px(6)}; }}

    QCheckBox, QRadioButton {{ color: {t.text}; spacing: {px(8)}; background: transparent; padding: {px(3)} 0; }}
    QCheckBox:disabled, QRadioButton:disabled {{ color: {t.faint}; }}
    QCheckBox::indicator, QTableView::indicator, QListView::indicator {{
        width: {px(14)}; height: {px(14)}; border: 1px solid {t.faint}; border-radius: 4px; background: {t.surface};
    }}
    QCheckBox::indicator:hover {{ border-color: {t.accent}; }}
    QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked {{
        background: {t.accent}; border-color: {t.accent}; image: url({image("check")});
    }}
    QCheckBox::indicator:indeterminate {{ background: {t.tones[Tone.ACCENT].tint}; border-color: {t.accent}; }}
    QCheckBox::indicator:disabled {{ background: {t.sunken}; border-color: {t.border_strong}; }}
    QRadioButton::indicator {{
        width: {px(14)}; height: {px(14)}; border: 1px solid {t.faint}; border-radius: {round_radius}; background: {t.surface};
    }}
    QRadioButton::indicator:hover {{ border-color: {t.accent}; }}
    QRadioButton::indicator:checked {{ width: {inner}; height: {inner}; border: 4px solid {t.accent}; }}
    QCheckBox:focus, QRadioButton:focus {{ color: {t.accent}; text-decoration: underline; }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {t.accent}; }}

    QTableView, QListView, QTreeView {{
        background: {t.surface}; color: {t.text}; border: none; gridline-color: {t.border}; outline: none;
        selection-background-color: {t.tones[Tone.ACCENT].tint}; selection-color: {t.text}; alternate-background-color: {t.surface};
    }}
    QTableView::item {{ padding: 0 {px(8)}; border-bottom: 1px solid {t.border}; }}
    QTableView[look="dense"]::item {{ padding: 0; }}
    QTableView::item:hover, QListView::item:hover {{ background: {t.hover}; }}
    QTableView::item:selected, QListView::item:selected {{ background: {t.tones[Tone.ACCENT].tint}; color: {t.text}; }}
    QTableView::item:focus {{ border: 1px solid {t.accent}; }}
    QHeaderView {{ background: {t.surface}; border: none; }}
    QHeaderView::section {{
        background: {t.surface}; color: {t.muted}; border: none; border-bottom: 1px solid {t.border_strong};
        padding: {px(6)} {px(8)}; font-weight: 400;
    }}
    QHeaderView::section:hover {{ color: {t.text}; background: {t.hover}; }}
    QHeaderView::down-arrow {{ image: url({image("chevron-down")}); width: {px(12)}; height: {px(12)}; }}
    QHeaderView::up-arrow {{ image: url({image("chevron-up")}); width: {px(12)}; height: {px(12)}; }}
    QTableCornerButton::section {{ background: {t.surface}; border: none; }}

    QTabBar {{ background: transparent; border: none; }}
    QTabBar::tab {{
        background: transparent; color: {t.muted}; padding: {px(7)} {px(12)}; border: none; border-bottom: 2px solid transparent;
    }}
    QTabBar::tab:selected {{ color: {t.text}; border-bottom: 2px solid {t.accent}; font-weight: 700; }}
    QTabBar::tab:hover {{ color: {t.text}; }}
    QTabBar::tab:focus {{ color: {t.accent}; }}
    QTabWidget::pane {{ border: none; }}
    QGroupBox {{ border: 1px solid {t.border}; border-radius: {METRICS.radius_card}px; margin-top: {px(8)}; padding: {px(10)}; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: {px(10)}; color: {t.muted}; }}
    QProgressBar {{ background: {t.sunken}; border: none; border-radius: 3px; max-height: 6px; text-align: center; color: transparent; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QSplitter::handle {{ background: {t.border}; }}
    QSplitter::handle:hover {{ background: {t.accent}; }}
    QSlider::groove:horizontal {{ height: 4px; background: {t.sunken}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ width: {px(14)}; margin: -{px(5)} 0; border-radius: {px(7)}; background: {t.accent}; }}
    QDialog {{ background: {t.background}; }}
    QMenuBar {{ background: {t.sunken}; color: {t.text}; border: none; padding: 1px 8px; }}
    QMenuBar::item {{ background: transparent; padding: {px(4)} {px(8)}; border-radius: {METRICS.radius_block}px; }}
    QMenuBar::item:selected {{ background: {t.border}; }}
    QCalendarWidget QWidget {{ background: {t.surface}; color: {t.text}; alternate-background-color: {t.sunken}; }}
    QCalendarWidget QToolButton {{ min-height: {px(24)}; }}

    QScrollArea, QAbstractScrollArea[look="bare"] {{ background: transparent; border: none; }}
    QScrollBar:vertical   {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {t.border_strong}; border-radius: 3px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 28px; }}
    QScrollBar::handle:horizontal {{ min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {t.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

    QMenu {{ background: {t.surface}; border: 1px solid {t.border}; padding: 4px; }}
    QMenu::item {{ padding: {px(6)} {px(20)} {px(6)} {px(12)}; border-radius: {METRICS.radius_block}px; }}
    QMenu::item:selected {{ background: {t.tones[Tone.ACCENT].tint}; color: {t.text}; }}
    QMenu::item:disabled {{ color: {t.faint}; }}
    QMenu::indicator {{ width: {px(14)}; height: {px(14)}; margin-left: {px(6)}; }}
    QMenu::indicator:checked {{ image: url({image("check-ink")}); }}
    QMenu::right-arrow {{ image: url({image("chevron-right")}); width: {px(12)}; height: {px(12)}; margin-right: {px(6)}; }}
    QMenu::separator {{ height: 1px; background: {t.border}; margin: 4px 8px; }}
    QToolTip {{
        background: {t.text if not t.is_dark else t.hover}; color: {t.surface if not t.is_dark else t.text};
        border: 1px solid {t.border_strong}; padding: 5px 8px;
    }}
    """
