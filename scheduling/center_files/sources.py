"""Where the bytes of a center's files come from: a folder, or an upload of single files or one zip, within limits."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from scheduling.center_files.domain.files import READ_SUFFIXES

LARGEST_FILE = 4 * 1024 * 1024
LARGEST_UPLOAD = 8 * 1024 * 1024
MOST_FILES = 40
# What the standard library raises for a damaged zip, by kind of compression.
UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


class SourceError(Exception):
    """The files can't be taken at all; the text says why and what to do."""


def files_in_folder(folder: Path) -> dict[str, bytes]:
    """The CSV and TOML files of a folder, by name; anything else in it is left alone."""
    if not folder.exists():
        raise SourceError(f"The folder {folder} does not exist.")
    if not folder.is_dir():
        raise SourceError(f"{folder} is not a folder. Name the folder with the files.")
    files = {}
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.suffix.lower() in READ_SUFFIXES:
            if path.stat().st_size > LARGEST_FILE:
                raise SourceError(_too_large(path.name))
            try:
                files[path.name] = path.read_bytes()
            except OSError as error:
                raise SourceError(f"{path} can't be read: {error.strerror}.") from error
    if not files:
        raise SourceError(f"The folder {folder} has no .csv and no .toml files.")
    return files


def uploaded_files(uploads: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """The files of an upload by name; a zip stands for the files in it. Raises SourceError beyond the limits."""
    files: dict[str, bytes] = {}
    for name, data in uploads:
        found: Mapping[str, bytes] = (
            _unzipped(name, data) if name.lower().endswith(".zip") else {_base(name): data}
        )
        for base, content in found.items():
            if base in files:
                raise SourceError(f"{base} is there twice. Choose it once.")
            if len(content) > LARGEST_FILE:
                raise SourceError(_too_large(base))
            files[base] = content
        if len(files) > MOST_FILES:
            raise SourceError(f"There are more than {MOST_FILES} files. Choose only a center's files.")
        if sum(map(len, files.values())) > LARGEST_UPLOAD:
            raise SourceError(
                f"The files are larger than {LARGEST_UPLOAD // 2**20} MB together. Upload fewer at a time."
            )
    read = {name: data for name, data in files.items() if PurePosixPath(name).suffix.lower() in READ_SUFFIXES}
    if not read:
        raise SourceError(
            "There is no .csv and no .toml file among these. Choose a center's files or a zip of them."
        )
    return read


def _unzipped(name: str, data: bytes) -> dict[str, bytes]:
    """The files of a zip without their folders; sizes are counted while unpacking, whatever the zip claims."""
    files: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                base = _base(entry.filename)
                if entry.is_dir() or PurePosixPath(base).suffix.lower() not in READ_SUFFIXES:
                    continue
                # macOS puts shadows of each file beside it.
                if base.startswith("._"):
                    continue
                if entry.flag_bits & 0x1:
                    raise SourceError(f"{name} is encrypted. Save it without a password.")
                if base in files:
                    raise SourceError(f"{name} holds {base} twice, in different folders. Keep one.")
                if len(files) >= MOST_FILES:
                    raise SourceError(
                        f"{name} holds more than {MOST_FILES} files. Zip only a center's files."
                    )
                with archive.open(entry) as file:
                    content = file.read(LARGEST_FILE + 1)
                if len(content) > LARGEST_FILE:
                    raise SourceError(_too_large(base))
                total += len(content)
                if total > LARGEST_UPLOAD:
                    raise SourceError(
                        f"{name} unpacks to more than {LARGEST_UPLOAD // 2**20} MB. Upload fewer files."
                    )
                files[base] = content
    except UNREADABLE as error:
        raise SourceError(f"{name} is no zip file that can be read. Make it again.") from error
    return files


def _base(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _too_large(name: str) -> str:
    return f"{name} is larger than {LARGEST_FILE // 2**20} MB. No center's file is; is it the right one?"
