"""What may be uploaded: single files or a zip, within limits, whatever the zip claims."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from scheduling.center_files import sources
from scheduling.center_files.sources import SourceError, files_in_folder, uploaded_files


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_a_zip_stands_for_the_files_in_it() -> None:
    data = zipped({"center/people.csv": b"people", "center/README.md": b"read me"})
    assert uploaded_files([("center.zip", data)]) == {"people.csv": b"people"}
    twice = zipped({"new/people.csv": b"people", "old/people.csv": b"people"})
    with pytest.raises(SourceError, match="twice, in different folders"):
        uploaded_files([("center.zip", twice)])


def test_shadows_of_a_zip_are_left_out() -> None:
    data = zipped({"center/people.csv": b"people", "__MACOSX/center/._people.csv": b"shadow"})
    assert uploaded_files([("center.zip", data)]) == {"people.csv": b"people"}


def test_files_beside_a_zip_are_added_but_not_twice() -> None:
    data = zipped({"people.csv": b"people"})
    assert set(uploaded_files([("a.zip", data), ("skills.csv", b"s")])) == {"people.csv", "skills.csv"}
    with pytest.raises(SourceError, match=r"people\.csv is there twice"):
        uploaded_files([("a.zip", data), ("people.csv", b"other")])


def test_folders_in_names_are_dropped() -> None:
    assert set(uploaded_files([("../../etc/people.csv", b"p"), ("C:\\x\\skills.csv", b"s")])) == {
        "people.csv",
        "skills.csv",
    }


def damaged() -> bytes:
    """A zip whose compressed bytes were changed on the way."""
    data = bytearray(zipped({"people.csv": bytes(range(256)) * 40}))
    data[45:60] = b"\xff" * 15
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip", zipped({"people.csv": b"people" * 100})[:60], damaged()],
    # A zip holds the time it was made: as a name it would differ between the processes of one run.
    ids=["empty", "other", "cut off", "damaged"],
)
def test_what_is_no_zip_is_said(data: bytes) -> None:
    with pytest.raises(SourceError, match="no zip file that can be read"):
        uploaded_files([("center.zip", data)])


def test_nothing_to_read_is_said() -> None:
    with pytest.raises(SourceError, match=r"There is no \.csv"):
        uploaded_files([("photo.png", b"")])


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST_FILE", 1000)
    monkeypatch.setattr(sources, "LARGEST_UPLOAD", 1500)
    monkeypatch.setattr(sources, "MOST_FILES", 3)
    with pytest.raises(SourceError, match=r"people\.csv is larger"):
        uploaded_files([("people.csv", b"x" * 1001)])
    # A megabyte of one letter is a kilobyte zipped: what counts is what comes out.
    with pytest.raises(SourceError, match=r"people\.csv is larger"):
        uploaded_files([("center.zip", zipped({"people.csv": b"x" * 1_000_000}))])
    with pytest.raises(SourceError, match="unpacks to more than"):
        uploaded_files([("center.zip", zipped({"people.csv": b"x" * 900, "skills.csv": b"x" * 900}))])
    with pytest.raises(SourceError, match="together"):
        uploaded_files([("people.csv", b"x" * 900), ("skills.csv", b"x" * 900)])
    with pytest.raises(SourceError, match="more than 3 files"):
        uploaded_files([(f"{n}.csv", b"") for n in range(4)])
    with pytest.raises(SourceError, match="more than 3 files"):
        uploaded_files([("a.zip", zipped({f"{n}.csv": b"" for n in range(4)}))])


def test_a_folder_gives_its_csv_and_toml_files(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_bytes(b"people")
    (tmp_path / "center.toml").write_bytes(b"center")
    (tmp_path / "README.md").write_bytes(b"read me")
    assert files_in_folder(tmp_path) == {"people.csv": b"people", "center.toml": b"center"}


def test_folders_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        files_in_folder(tmp_path / "nowhere")
    with pytest.raises(SourceError, match=r"has no \.csv"):
        files_in_folder(tmp_path)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SourceError, match="is not a folder"):
        files_in_folder(tmp_path / "file")
