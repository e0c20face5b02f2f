import sys, traceback
from tests.views.test_shell import *
from PySide6.QtCore import QObject, QEvent
from PySide6.QtWidgets import QApplication, QWidget
class F(QObject):
    def eventFilter(self, o, e):
        if e.type()==QEvent.Type.Show and isinstance(o,QWidget) and o.isWindow():
            print("SHOW", type(o).__name__, "".join(traceback.format_stack(limit=5)[:-1]))
        return False
@pytest.fixture(autouse=True)
def filt(qapp):
    f=F(); qapp.installEventFilter(f); yield; qapp.removeEventFilter(f)
def test_k(window, context, qtbot):
    for k in KEYS:
        window.show_screen(k); settle(qtbot,context)
    print("active", window.isActiveWindow(), QApplication.activeWindow())
    assert 0
