"""Questions that are still to be written, as YAML: out to an author or an editor, and back."""

from __future__ import annotations

from collections.abc import Mapping as MappingABC
from typing import Any

from quizkit.deckfile.layout import as_yaml
from quizkit.deckfile.nodes import parse
from quizkit.errors import QuizkitError
from quizkit.messages import _
from quizkit.nodes import Mapping, Node, Report, Scalar, Sequence


def stub(question: MappingABC[str, Any], other: MappingABC[str, Any], remark: str) -> str:
    """A question as an item of a deck's list; ``other``: how it would be as a choice, in comments."""
    lines = [f"# {remark}", as_yaml([dict(question)]).rstrip()]
    changed = {name: value for name, value in other.items() if question.get(name) != value}
    if changed:
        without = _(" and ").join(name for name in question if name not in other)
        instead = (
            _("Or as a choice, without {keys}:").format(keys=without) if without else _("Or as a choice:")
        )
        lines.append(f"  # {instead}")
        lines += [f"  # {line}" for line in as_yaml(changed).rstrip().splitlines()]
    return "\n".join(lines) + "\n"


def read_stubs(text: str) -> list[dict[str, Any]]:
    """The questions in a text that somebody edited; raises QuizkitError with the place of a mistake."""
    if not any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines()):
        return []
    report = Report(_("the edited question"))
    root = parse(text, report)
    if report.problems:
        raise QuizkitError(str(report.problems[0]))
    items = root.items if isinstance(root, Sequence) else (root,) if root is not None else ()
    questions = [_value(item) for item in items]
    if not all(isinstance(question, dict) for question in questions):
        raise QuizkitError(_("a question is a mapping of keys"), hint=_("begin it with '- ask: …'"))
    return questions


def _value(node: Node) -> Any:
    """What a node says, as plain values. Texts stay texts, except for the two words that a key may need."""
    match node:
        case Mapping():
            return {name.text: _value(value) for name, value in node.pairs}
        case Sequence():
            return [_value(item) for item in node.items]
        case Scalar(text=("true" | "false") as word, plain=True):
            return word == "true"
        case Scalar():
            return node.text
