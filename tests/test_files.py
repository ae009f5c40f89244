"""A file is replaced whole or not at all, and what the system refuses is one Chinese sentence."""

from __future__ import annotations

import doctest
import errno
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fazhi_metrics import files
from fazhi_metrics.errors import FileError
from fazhi_metrics.files import shown_path, told, told_by_every_method, write

CONTENTS = {
    "bytes": ("新\r\n".encode(), "新\r\n"),
    "text": ("新\n", "新\n"),
    "a function": (lambda path: path.write_text("新", encoding="utf-8"), "新"),
}


def fail(number, filename=None):
    def refuse(*_, **__):
        raise OSError(number, os.strerror(number), filename)

    return refuse


@pytest.mark.parametrize("sync", [True, False])
@pytest.mark.parametrize("content", CONTENTS)
def test_a_file_is_written_whole_and_alone_in_folders_that_were_missing(tmp_path, content, sync):
    path = tmp_path / "新文件夹" / "里面" / "页.html"
    for given in ("旧" * 1000, CONTENTS[content][0]):
        assert write(str(path), given, sync=sync) == path
    assert path.read_bytes().decode() == CONTENTS[content][1]
    assert list(path.parent.iterdir()) == [path]


def test_a_name_as_long_as_the_system_takes_is_written(tmp_path):
    path = tmp_path / ("长" * 83 + ".csv")
    assert write(path, "一").read_text(encoding="utf-8") == "一"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links of POSIX")
def test_a_replaced_file_keeps_its_permissions_and_a_link_its_target(tmp_path):
    real, link = tmp_path / "真.html", tmp_path / "链.html"
    write(real, "旧")
    real.chmod(0o640)
    link.symlink_to(real.name)
    write(link, "新")
    assert link.is_symlink() and real.read_text(encoding="utf-8") == "新"
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["write", "replace", "interrupt"])
def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, step):
    path = write(tmp_path / "页.html", "旧")
    content, kind = "新", FileError
    if step == "replace":
        monkeypatch.setattr(os, "replace", fail(errno.EACCES))
    elif step == "write":
        content = fail(errno.ENOSPC)
    else:
        kind = KeyboardInterrupt

        def content(draft):
            draft.write_text("一半", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(kind):
        write(path, content)
    assert path.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [path]


def test_whoever_reads_while_others_write_sees_one_of_them_whole(tmp_path):
    path = write(tmp_path / "页.html", "0" * 50_000)
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(write, path, str(n % 10) * 50_000, sync=False) for n in range(40)]
        while not all(job.done() for job in jobs):
            assert len(set(path.read_bytes())) == 1 and path.stat().st_size == 50_000
    assert list(tmp_path.iterdir()) == [path]
    assert [job.exception() for job in jobs] == [None] * 40


PLACES = {
    "a folder": (lambda folder: folder, "这是一个文件夹"),
    "below a file": (lambda folder: write(folder / "文件", "") / "页.html", "不是文件夹"),
    "two below a file": (lambda folder: write(folder / "文件", "") / "下" / "页.html", "不是文件夹"),
    "a name too long": (lambda folder: folder / ("长" * 300), "太长"),
    "a name of another encoding": (lambda folder: folder / "\ud800.html", "不是 UTF-8"),
    "a name with a null": (lambda folder: folder / "a\0b", "不接受这个名称"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_the_system_refuses_is_told(tmp_path, place):
    made, said = PLACES[place]
    with pytest.raises(FileError, match=said):
        write(made(tmp_path), "新")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_to_itself_is_told(tmp_path):
    (tmp_path / "圈").symlink_to("圈")
    with pytest.raises(FileError, match="绕成了圈"):
        write(tmp_path / "圈" / "页.html", "新")


def test_a_read_only_file_is_not_replaced(tmp_path, monkeypatch):
    path = write(tmp_path / "页.html", "旧")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileError, match=r"页\.html：没有读写权限"):
        write(path, "新")


REFUSALS = {
    "EROFS": "只能读",
    "ENOSPC": "磁盘已满",
    "ENOENT": "没有这个文件",
    "ENOTDIR": "不是文件夹",
    "ENAMETOOLONG": "太长",
    "EILSEQ": "不是 UTF-8",
    "EMFILE": "打开的文件太多",
    "EACCES": "没有读写权限",
    "EBUSY": "另一个程序占用",
    "EIO": "网络盘",
    "ECHILD": "系统不让读写",  # one that nobody expects is told too
}


@pytest.mark.parametrize("name", REFUSALS)
def test_each_refusal_of_the_system_has_its_sentence(name):
    said = files.file_error(OSError(getattr(errno, name), "in English", "/某处/页.html"))
    assert str(said).startswith("/某处/页.html：") and REFUSALS[name] in str(said)
    assert "请" in said.todo


def test_windows_says_more_exactly_that_a_file_is_open_elsewhere():
    error = PermissionError(errno.EACCES, "in use", "页.xlsx")
    error.winerror = 32
    assert "另一个程序占用" in str(files.file_error(error))


def test_the_sentence_names_the_file_that_was_asked_for_and_not_its_draft(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "open", lambda path, *_: fail(errno.ENOSPC, str(path))())
    with pytest.raises(FileError, match=r"页\.html：磁盘已满") as refused:
        write(tmp_path / "页.html", "新")
    assert ".part" not in str(refused.value)


def test_a_file_that_the_writing_function_lacks_is_named_itself(tmp_path):
    with pytest.raises(FileError, match=r"模板\.docx：没有这个文件"):
        write(tmp_path / "页.html", lambda _: (tmp_path / "模板.docx").read_bytes())


@told_by_every_method
class Folder:
    """Something public that touches files."""

    @property
    def size(self):
        """How big."""
        fail(errno.EROFS, "甲")()

    def read(self, kind):
        """Read."""
        raise kind


@told
def written_down(text):
    return text.encode()


def test_public_methods_properties_and_functions_tell_too():
    with pytest.raises(FileError, match="甲：所在的磁盘"):
        _ = Folder().size
    with pytest.raises(FileError, match="内存不足"):
        Folder().read(OSError(errno.ENOMEM, ""))
    with pytest.raises(FileError, match="不是 UTF-8"):
        written_down("安全.xlsx".encode("gb18030").decode("utf-8", "surrogateescape"))
    assert (Folder.read.__doc__, Folder.size.__doc__) == ("Read.", "How big.")


@pytest.mark.parametrize("kind", [BrokenPipeError, ConnectionRefusedError, ValueError, KeyboardInterrupt])
def test_what_is_no_matter_of_files_stays_what_it_is(kind):
    with pytest.raises(kind):
        Folder().read(kind())


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (Path("2025/人口.xlsx"), "2025/人口.xlsx"),
        ("2025/" + "安全.xlsx".encode("gb18030").decode("utf-8", "surrogateescape"), "2025/安全.xlsx"),
        (b"\xff", "\\udcff"),
        ("甲\x1b[2J\n乙", "甲\\x1b[2J\\n乙"),
    ],
)
def test_a_path_is_shown_so_that_it_can_be_printed(path, shown):
    assert shown_path(path) == shown
    shown_path(path).encode()


def test_the_examples_hold():
    assert doctest.testmod(files).failed == 0
