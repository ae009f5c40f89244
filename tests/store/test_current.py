"""`current` names one whole generation as a link, a text file or a copied folder, and one may follow another."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from fazhi_metrics.store import Store, current, write_generation
from tests.store.conftest import small_town

OLD, NEW = (1, 2, 3), (10, 20, 30)
REFUSALS = [OSError("no right"), NotImplementedError()]


def residents(processed):
    return tuple(Store.open(processed).frame("population", 2025)["resident_population"])


def write(processed, values):
    return write_generation(processed, small_town(values), {})


def as_text(processed):
    target = (processed / "current").readlink().as_posix()
    (processed / "current").unlink()
    (processed / "current").write_text(target, encoding="utf-8")


def as_windows_text(processed):
    as_text(processed)
    text = (processed / "current").read_text(encoding="utf-8").replace("/", "\\")
    (processed / "current").write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n")


def as_folder(processed):
    target = (processed / "current").resolve()
    (processed / "current").unlink()
    shutil.copytree(target, processed / "current")


def as_link(processed):
    pass


FORMS = [as_link, as_text, as_windows_text, as_folder]


@pytest.mark.parametrize("linking", ["links", "no links"])
@pytest.mark.parametrize("form", FORMS)
def test_any_form_is_read_and_followed_by_any_other(tmp_path, monkeypatch, form, linking):
    write(tmp_path, OLD)
    form(tmp_path)
    assert residents(tmp_path) == OLD
    if linking == "no links":
        monkeypatch.setattr(Path, "symlink_to", refusing(REFUSALS[0]))
    write(tmp_path, NEW)
    assert residents(tmp_path) == NEW
    assert (tmp_path / "current").is_symlink() is (linking == "links")
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith((".next", ".current"))]


def refusing(error):
    def refuse(*_args, **_named):
        raise error

    return refuse


@pytest.mark.parametrize("error", REFUSALS)
def test_where_links_are_not_allowed_a_text_file_says_which_generation_counts(tmp_path, monkeypatch, error):
    monkeypatch.setattr(Path, "symlink_to", refusing(error))
    write(tmp_path, OLD)
    folder = write(tmp_path, NEW)
    assert (tmp_path / "current").read_text(encoding="utf-8") == f"generations/{folder.name}"
    assert residents(tmp_path) == NEW


def test_a_link_that_leads_nowhere_on_this_disk_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "symlink_to", lambda path, *_, **__: path.write_text("IntxLNK"))
    write(tmp_path, NEW)
    assert residents(tmp_path) == NEW


def test_a_text_file_that_a_reader_holds_open_is_waited_for(tmp_path, monkeypatch):
    write(tmp_path, OLD)
    as_text(tmp_path)
    replace, tries = os.replace, []

    def busy(source, target):
        tries.extend([target] if Path(target).name == "current" else [])
        if Path(target).name == "current" and len(tries) < 3:
            raise PermissionError("open in another program")
        replace(source, target)

    monkeypatch.setattr(current.os, "replace", busy)
    write(tmp_path, NEW)
    assert (residents(tmp_path), len(tries)) == (NEW, 3)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("moment", range(1, 7))
def test_a_run_killed_between_any_two_steps_leaves_one_generation_in_force(
    tmp_path, monkeypatch, form, moment
):
    """Also where a link cannot take the place of a link in one step, as on Windows."""
    write(tmp_path, OLD)
    form(tmp_path)
    steps, replace = [], os.replace

    def stepping(source, target):
        assert residents(tmp_path) in (OLD, NEW)
        steps.append(target)
        if len(steps) == moment:
            raise Killed
        if Path(target).name == "current" and os.path.lexists(target):
            raise PermissionError("a folder, or a link to one")
        replace(source, target)

    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(current.os, "replace", stepping)
        patched.setattr(shutil, "rmtree", lambda *_, **__: None)
        write(tmp_path, NEW)
        raise Killed
    assert residents(tmp_path) in (OLD, NEW)
    write(tmp_path, NEW)
    assert residents(tmp_path) == NEW


COPIES = {
    "cp -rL": "cp -rL town copy",
    "cp -a": "cp -a town copy",
    "zip": "cd town && zip -qr ../a.zip . && mkdir ../copy && cd ../copy && unzip -q ../a.zip",
    "zip with links": "cd town && zip -qry ../a.zip . && mkdir ../copy && cd ../copy && unzip -q ../a.zip",
    "only what counts": "mkdir copy && cp -rL town/current copy/current",
}


@pytest.mark.parametrize("command", COPIES.values(), ids=COPIES)
def test_a_copied_folder_works_and_can_be_written_to(tmp_path, command):
    if "zip" in command and shutil.which("zip") is None:
        pytest.skip("没有 zip")
    write(tmp_path / "town", OLD)
    subprocess.run(command, shell=True, check=True, cwd=tmp_path)
    assert residents(tmp_path / "copy") == OLD
    write(tmp_path / "copy", NEW)
    assert residents(tmp_path / "copy") == NEW
    assert residents(tmp_path / "town") == OLD


def test_an_archive_unpacked_without_links_works(tmp_path):
    write(tmp_path / "town", OLD)
    shutil.make_archive(str(tmp_path / "a"), "zip", tmp_path / "town")
    shutil.unpack_archive(tmp_path / "a.zip", tmp_path / "copy")
    write(tmp_path / "copy", NEW)
    assert residents(tmp_path / "copy") == NEW


@pytest.mark.parametrize("text", ["", "generations/..", "generations/", "../../etc", "坏", "\x00\x01"])
def test_a_pointer_that_names_no_generation_is_none(tmp_path, text):
    write(tmp_path, OLD)
    (tmp_path / "current").unlink()
    (tmp_path / "current").write_text(text, encoding="utf-8")
    assert current.current_generation(tmp_path) is None
    write(tmp_path, OLD)
    assert residents(tmp_path) == OLD


def test_bytes_that_are_no_text_name_no_generation(tmp_path):
    (tmp_path / "current").write_bytes(b"\xff\xfe\xff")
    assert current.current_generation(tmp_path) is None
