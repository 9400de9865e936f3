"""The oracles: the real Anki, and a real browser (Chromium without a window, spoken to through a pipe)."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from quizkit.deckfile.reader import build_deck, read_deck
from quizkit.exporters.anki import Changes, Media, Placed, compare, notes_of, package
from quizkit.model import Deck
from quizkit.reviews import Exported

os.environ.setdefault("ANKI_TEST_MODE", "1")  # Anki reads it once: no chance in its intervals

AT = 1_700_000_000


def deck_of(questions: str, title: str = "Test", path: str = "test.yaml") -> Deck:
    """The deck ``test`` with these questions."""
    raw = read_deck(f"deck: {title}\nid: test\nquestions:\n{questions}".encode(), path)
    assert raw.problems == ()
    return build_deck(raw, path)


def _pack(
    *decks: Deck | Placed | str, at: int = AT, known: Mapping[str, Exported] | None = None
) -> tuple[bytes, Changes]:
    """A package with these decks, exported at ``at`` by one who remembers ``known``."""
    media = Media()
    read = [deck_of(deck) if isinstance(deck, str) else deck for deck in decks]
    placed = [deck if isinstance(deck, Placed) else Placed(deck) for deck in read]
    notes = notes_of(placed, media.attach)
    assert media.problems == []
    changes = compare(notes, known or {}, at, {deck.deck.key for deck in placed})
    return package(notes, changes.exported, media.files), changes


Pack = Callable[..., tuple[bytes, Changes]]


@pytest.fixture
def pack() -> Pack:
    """Make a package of decks: its bytes, and what changed since the last one."""
    return _pack


# --- Anki -------------------------------------------------------------------------------------------


class Collection:
    """A learner's Anki. What is taken may be given as decks, or as the questions of a deck ``test``."""

    def __init__(self, folder: Path) -> None:
        self.anki = pytest.importorskip(
            "anki.collection", reason="Anki itself is the oracle: pip install anki"
        )
        folder.mkdir(parents=True, exist_ok=True)
        self.col = self.anki.Collection(str(folder / "collection.anki2"))
        self._package = folder / "import.apkg"

    def take(
        self, *decks: Deck | Placed | str, at: int = AT, known: Mapping[str, Exported] | None = None
    ) -> dict[str, int]:
        """Import a package with these decks, exported at ``at``."""
        return self.take_bytes(_pack(*decks, at=at, known=known)[0])

    def take_bytes(self, data: bytes) -> dict[str, int]:
        self._package.write_bytes(data)
        return self.take_file(self._package)

    def take_file(self, path: Path) -> dict[str, int]:
        """Import a package as Anki does unless told otherwise; returns how many notes it did what with."""
        options = self.anki.ImportAnkiPackageOptions(with_scheduling=True, with_deck_configs=True)
        request = self.anki.ImportAnkiPackageRequest(package_path=str(path), options=options)
        log = self.col.import_anki_package(request).log
        self.col.models._clear_cache()  # of what was there before
        counts = {name: len(getattr(log, name)) for name in ("new", "updated", "duplicate", "conflicting")}
        return {name: count for name, count in counts.items() if count}

    def note(self, local_id: str) -> Any:
        """The note of the question ``test/local_id``."""
        (found,) = self.col.db.list("SELECT id FROM notes WHERE guid = ?", f"quizkit:test/{local_id}")
        return self.col.get_note(found)

    def cards(self) -> list[Any]:
        """Every card, in the order of the package."""
        found = self.col.db.list("SELECT c.id FROM cards c ORDER BY c.due, c.nid, c.ord")
        return [self.col.get_card(card) for card in found]

    def decks(self) -> dict[str, int]:
        """The decks by their full names, with the number of cards in each alone."""
        names = self.col.decks.all_names_and_ids(skip_empty_default=True)
        return {deck.name: self.col.decks.card_count(deck.id, include_subdecks=False) for deck in names}

    def note_types(self) -> list[str]:
        """The names of quizkit's note types, and of what Anki made of them."""
        return sorted(kind.name for kind in self.col.models.all_names_and_ids() if "quizkit" in kind.name)

    def contents(self) -> list[Any]:
        """Every row of notes and cards."""
        return [self.col.db.all(f"SELECT * FROM {table} ORDER BY id") for table in ("notes", "cards")]

    def is_sound(self) -> bool:
        """Whether Anki's check of the database finds nothing to mend, nor a card without a question."""
        report, ok = self.col.fix_integrity()
        assert ok, report
        assert "\n" not in report.strip(), report
        return not self.col.get_empty_cards().notes


@pytest.fixture
def new_learner(tmp_path: Path) -> Iterator[Callable[[], Collection]]:
    made: list[Collection] = []

    def learner() -> Collection:
        made.append(Collection(tmp_path / f"anki-{len(made)}"))
        return made[-1]

    yield learner
    for collection in made:
        collection.col.close()


@pytest.fixture
def learner(new_learner: Callable[[], Collection]) -> Collection:
    return new_learner()


# --- a browser --------------------------------------------------------------------------------------

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
)


class Browser:
    """One tab. Pages come from ``pages`` by their paths; whatever else it asks for is in ``missed``."""

    def __init__(self, profile: Path) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.missed: list[str] = []
        self.errors: list[str] = []
        self._ids = count(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        theirs, ours = os.pipe()
        ours_too, theirs_too = os.pipe()
        # The browser reads its commands from file 3 and answers into file 4.
        command = f'exec "$@" 3<&{theirs} 4>&{theirs_too}'
        sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
        self._process = subprocess.Popen(
            ["bash", "-c", command, "bash", str(CHROMIUM), *FLAGS, *sandbox, f"--user-data-dir={profile}"],
            pass_fds=(theirs, theirs_too),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(theirs_too)
        self._to, self._from = os.fdopen(ours, "wb"), os.fdopen(ours_too, "rb")
        self._rest = b""
        self._session = ""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Runtime.enable")

    def call(self, method: str, **params: Any) -> Any:
        """The result of a command of the DevTools protocol."""
        number = next(self._ids)
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while (answer := self._read()).get("id") != number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        result = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def open(self, path: str) -> None:
        """Load a page to its end."""
        self.call("Page.navigate", url=self.origin + path)
        while self._read().get("method") != "Page.loadEventFired":
            pass

    def size(self, width: int, height: int, *, phone: bool) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 2 if phone else 1, "mobile": phone}
        self.call("Emulation.setDeviceMetricsOverride", **metrics)
        self.call("Emulation.setTouchEmulationEnabled", enabled=phone)

    def tap(self, selector: str) -> None:
        """A click in the middle of an element, which must be there to be hit."""
        where = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'nearest'}); const r = e.getBoundingClientRect();"
            " const [x, y] = [r.x + r.width / 2, r.y + r.height / 2];"
            " return [x, y, e.contains(document.elementFromPoint(x, y))]; })()"
        )
        assert where[2], f"{selector} is hidden by something else"
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent", type=kind, x=where[0], y=where[1], button="left", clickCount=1
            )

    def enter(self, text: str) -> None:
        self.call("Input.insertText", text=text)

    def picture(self, path: Path) -> None:
        """Write what is on the screen."""
        data = self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        path.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._to.close()
        self._from.close()
        self._server.shutdown()
        self._server.server_close()

    def _read(self) -> Any:
        while b"\0" not in self._rest:
            data = os.read(self._from.fileno(), 1 << 20)
            assert data, "the browser ended"
            self._rest += data
        message, _, self._rest = self._rest.partition(b"\0")
        read = json.loads(message)
        if read.get("method") == "Runtime.exceptionThrown":
            self.errors.append(read["params"]["exceptionDetails"]["exception"]["description"])
        return read

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        browser = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = browser.pages.get(self.path, ("", b""))
                if not kind and self.path != "/favicon.ico":
                    browser.missed.append(self.path)
                self.send_response(200 if kind else 404)
                self.send_header("Content-Type", kind or "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("the cards' scripts run in Chromium, which is not here: apt install chromium")
    started = Browser(tmp_path_factory.mktemp("chromium"))
    yield started
    started.close()
