"""A package comes from anybody: what lies or is broken is refused with a sentence."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path

import pytest
import zstandard
from quizkit.errors import QuizkitError
from quizkit.importers import archive as module
from quizkit.importers.archive import open_archive
from quizkit.importers.wire import WireError, fields_of


def package(tmp_path: Path, **members: bytes) -> Path:
    path = tmp_path / "p.apkg"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return path


def unpacked(path: Path) -> bytes:
    target = path.with_name("out")
    with open_archive(path) as archive:
        archive.unpack_collection(target)
    return target.read_bytes()


def test_the_newest_collection_counts_and_the_old_one_beside_it_does_not(tmp_path: Path) -> None:
    new = zstandard.compress(b"new")
    assert unpacked(package(tmp_path, collection_anki2=b"old", collection_anki21b=new)) == b"new"
    assert unpacked(package(tmp_path, collection_anki2=b"old", collection_anki21=b"middle")) == b"middle"
    assert unpacked(package(tmp_path, collection_anki2=b"old")) == b"old"


def test_what_is_no_package_is_refused_in_a_sentence(tmp_path: Path) -> None:
    text = tmp_path / "t.apkg"
    text.write_text("hello")
    for path in (text, package(tmp_path, readme=b"x"), tmp_path / "absent.apkg", tmp_path):
        with pytest.raises(QuizkitError), open_archive(path):
            pass


def test_a_truncated_package_is_refused(tmp_path: Path) -> None:
    whole = package(tmp_path, collection_anki2=b"x" * 100_000).read_bytes()
    for size in range(0, len(whole), 7):
        path = tmp_path / "cut.apkg"
        path.write_bytes(whole[:size])
        with pytest.raises(QuizkitError):
            unpacked(path)


def test_a_stream_that_breaks_off_is_refused_and_one_of_several_frames_is_whole(tmp_path: Path) -> None:
    data = random.Random(1).randbytes(10_000)
    frames = zstandard.compress(data) + zstandard.compress(b"") + zstandard.compress(data)
    assert unpacked(package(tmp_path, collection_anki21b=frames)) == data + data
    for size in (1, 3, 5_000, len(frames) - 1):
        with pytest.raises(QuizkitError, match=r"'collection\.anki21b' cannot be unpacked"):
            unpacked(package(tmp_path, collection_anki21b=frames[:size]))


@pytest.mark.parametrize("name", ["collection_anki2", "collection_anki21b"])
def test_a_bomb_is_stopped_at_the_limit(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_COLLECTION", 10_000_000)
    data = b"\0" * 50_000_000
    path = package(tmp_path, **{name: zstandard.compress(data) if name.endswith("b") else data})
    assert path.stat().st_size < 100_000

    with pytest.raises(QuizkitError, match="more than 10,000,000 bytes"):
        unpacked(path)
    assert path.with_name("out").stat().st_size <= 10_000_000


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    data = bytearray(package(tmp_path, collection_anki2=b"x" * 5_000).read_bytes())
    real, claimed = (5_000).to_bytes(4, "little"), (5).to_bytes(4, "little")
    path = tmp_path / "lie.apkg"
    path.write_bytes(bytes(data).replace(real, claimed))

    with pytest.raises(QuizkitError, match="broken"):
        unpacked(path)


@pytest.mark.parametrize("media", [b"{", b"[1]", b"\xff", b"[" * 100_000, b'{"0": 1, "1": null}'])
def test_a_broken_list_of_media_is_refused_or_names_nothing_that_is_there(
    tmp_path: Path, media: bytes
) -> None:
    with open_archive(package(tmp_path, collection_anki2=b"", media=media)) as archive:
        try:
            assert archive.media() == []
        except QuizkitError as error:
            assert "media" in str(error)


def test_media_are_listed_in_both_forms(tmp_path: Path) -> None:
    old = package(tmp_path, collection_anki2=b"", media=json.dumps({"7": "moon.png"}).encode())
    with zipfile.ZipFile(old, "a") as file:
        file.writestr("7", b"PNG")
    with open_archive(old) as archive:
        assert [tuple(each) for each in archive.media()] == [("moon.png", "7")]

    entry = b"\x0a\x08moon.png\x10\x03"
    listed = zstandard.compress(b"\x0a" + bytes([len(entry)]) + entry)
    new = package(tmp_path, collection_anki21b=b"", media=listed)
    with zipfile.ZipFile(new, "a") as file:
        file.writestr("0", zstandard.compress(b"PNG"))
    with open_archive(new) as archive:
        (moon,) = archive.media()
        archive.unpack_media(moon, tmp_path / "moon")
    assert (moon.name, (tmp_path / "moon").read_bytes()) == ("moon.png", b"PNG")


def test_a_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO(package(tmp_path, collection_anki2=b"x" * 50).read_bytes())
    data = bytearray(made.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1  # the flag that says it is encrypted
    path = tmp_path / "secret.apkg"
    path.write_bytes(bytes(data))

    with pytest.raises(QuizkitError, match="broken"):
        unpacked(path)


@pytest.mark.parametrize("data", [b"\x0a\x05ab", b"\x80", b"\xff" * 12, b"\x0b", b"\x09abc"])
def test_a_message_that_ends_early_is_none(data: bytes) -> None:
    with pytest.raises(WireError):
        list(fields_of(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_method_of_packing_that_anki_does_not_use_is_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "p.apkg"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("collection.anki2", b"\0" * 10_000_000)

    with pytest.raises(QuizkitError, match="broken"):
        unpacked(path)
