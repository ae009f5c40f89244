"""Files: written as a draft that takes its place in one step; what the system refuses is told in one sentence.

Whoever reads a file that `write` makes sees the old one whole or the new one whole, also after a crash. A
refusal of the system, here or anywhere below a function that is `told`, becomes a FileError.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import inspect
import itertools
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from fazhi_metrics.errors import FileError

P = ParamSpec("P")
R = TypeVar("R")
C = TypeVar("C", bound=type)

_NETWORK: Final = ("磁盘或网络盘读写出错", "请检查移动硬盘或网络盘是否连着，然后再运行")
_BUSY: Final = ("正被另一个程序占用", "如果它正开着，请先关掉再运行")
_RIGHTS: Final = ("没有读写权限", "请检查它是否只读，是否正在别的程序里打开")
_FULL: Final = ("磁盘已满，写不进去", "请腾出空间后再运行")
_READ_ONLY: Final = ("所在的磁盘或文件夹只能读，写不进去", "请换一个可以写入的位置再运行")
_MISSING: Final = ("没有这个文件或文件夹", "请检查路径")
_LONG: Final = ("名称或路径太长", "请改短后再运行")
_CODED: Final = (
    "名称不是 UTF-8 编码（多是在 Windows 上压缩、在别处解压造成的）",
    "请改名，或用能认中文名的程序重新解压",
)
_ODD_NAME: Final = ("系统不接受这个名称", "请去掉名称里的特殊字符")
_CROWDED: Final = ("同时打开的文件太多", "请关掉一些程序后再运行")

_SENTENCES: Final = {
    "EROFS": _READ_ONLY,
    "ENOSPC": _FULL,
    "EDQUOT": ("用完了磁盘配额，写不进去", "请腾出空间后再运行"),
    "EFBIG": ("文件超过了这个磁盘允许的大小", "请换一个磁盘"),
    "ENOENT": _MISSING,
    "ENOTDIR": ("路径里有一段是文件，不是文件夹", "请检查路径"),
    "EISDIR": ("这是一个文件夹，不是文件", "请指明一个文件"),
    "EEXIST": ("这个名称已经有了", "请换一个名称"),
    "ENOTEMPTY": ("文件夹不是空的", "请换一个位置"),
    "ENAMETOOLONG": _LONG,
    "EILSEQ": _CODED,
    "EINVAL": _ODD_NAME,
    "ELOOP": ("链接绕成了圈", "请检查路径里的链接"),
    "EXDEV": ("不能跨磁盘移动", "请把输出放在同一个磁盘上"),
    "EMFILE": _CROWDED,
    "ENFILE": _CROWDED,
    "ENOMEM": ("内存不足", "请关掉一些程序后再运行"),
    "EACCES": _RIGHTS,
    "EPERM": _RIGHTS,
    "EBUSY": _BUSY,
    "ETXTBSY": _BUSY,
    "EDEADLK": _BUSY,
    "ENOLCK": ("这个磁盘不能加锁", "请把项目放到本机的磁盘上"),
    **dict.fromkeys(("EIO", "ENODEV", "ENXIO", "ESTALE", "EHOSTDOWN", "ENETUNREACH", "ETIMEDOUT"), _NETWORK),
}
_BY_NUMBER: Final = {getattr(errno, name): said for name, said in _SENTENCES.items() if hasattr(errno, name)}
# Where Windows is more exact than the number that Python makes of it.
_ON_WINDOWS: Final = {
    19: _READ_ONLY,
    32: _BUSY,
    33: _BUSY,
    39: _FULL,
    112: _FULL,
    123: _ODD_NAME,
    206: _LONG,
    **dict.fromkeys((21, 53, 59, 64, 67, 1117), _NETWORK),
}
_DRAFTS = itertools.count(1)


def write(path: Path | str, content: bytes | str | Callable[[Path], object], *, sync: bool = True) -> Path:
    """Write a file in one step and return its path; folders that are missing are made.

    `content` is the bytes, a text (UTF-8, line ends as they are), or a function that writes the file whose
    path it is given. The draft lies in the same folder and is removed when anything goes wrong. A file that
    is replaced keeps its permissions, and a link its target. With `sync` it is on the disk, not only in the
    system's memory, before it takes its place; a cache can do without.

    Raises:
        FileError: the system does not allow it.
    """
    target = Path(path)
    draft = target
    try:
        if target.is_symlink():
            target = Path(os.path.realpath(target))
        make_folder(target.parent)
        mode = _mode_to_keep(target)
        draft = target.with_name(f".{os.getpid()}-{next(_DRAFTS)}.part")
        try:
            _fill(draft, content, sync)
            if mode is not None:
                draft.chmod(mode)
            os.replace(draft, target)  # noqa: PTH105 - the one step
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        if sync:
            sync_folder(target.parent)
    except (OSError, ValueError) as error:
        if not _refused(error):
            raise
        place = getattr(error, "filename", None)
        own = place is None or Path(os.fsdecode(place)) in (draft, target, *target.parents)
        if isinstance(error, UnicodeError) and is_utf8(str(path)):  # it is the content that names a file so
            own = False
        raise file_error(error, path if own else None) from error
    return Path(path)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, unless it is there; raises NotADirectoryError where a file stands."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        folder.stat()  # says it itself of a link that leads nowhere
        raise NotADirectoryError(errno.ENOTDIR, "not a directory", os.fspath(folder)) from error


def _mode_to_keep(target: Path) -> int | None:
    """Return the permissions of the file that stands there; raises PermissionError when it is read-only."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a directory", os.fspath(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "read-only", os.fspath(target))
    return stat.S_IMODE(mode)


def _fill(draft: Path, content: bytes | str | Callable[[Path], object], sync: bool) -> None:
    if callable(content):
        content(draft)
        if sync:
            with draft.open("rb+") as stream:
                os.fsync(stream.fileno())
        return
    with draft.open("wb") as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
        if sync:
            stream.flush()
            os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries to disk, where the system can do that for a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):  # some network disks refuse, and have done it already
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def reason(error: OSError | UnicodeError | ValueError) -> str:
    """Return what the system refuses, in Chinese and without a full stop.

    >>> reason(OSError(errno.ENOSPC, "No space left on device")), reason(OSError("odd"))
    ('磁盘已满，写不进去', '系统不让读写（odd）')
    """
    return _said(error)[0]


def file_error(error: OSError | UnicodeError | ValueError, path: object = None) -> FileError:
    """Return the sentence for what the system refuses, with the path that it is about."""
    what, todo = _said(error)
    place = path if path is not None else getattr(error, "filename", None)
    return FileError(what, where=shown_path(place) if place is not None else "", todo=todo)


def _said(error: Exception) -> tuple[str, str]:
    if isinstance(error, UnicodeError):
        return _CODED
    if isinstance(error, OSError):
        found = _ON_WINDOWS.get(getattr(error, "winerror", None) or 0) or _BY_NUMBER.get(error.errno or 0)
        return found or (f"系统不让读写（{error.strerror or error}）", "请检查磁盘后再运行")
    return _ODD_NAME


def _refused(error: OSError | ValueError) -> bool:
    """Whether an error is the system's word about a file.

    A name of another encoding has lone surrogates, which nothing can write down, and a null ends a name.
    """
    if isinstance(error, OSError):
        return not isinstance(error, ConnectionError)
    return "surrogates not allowed" in str(error) or "embedded null" in str(error)


def is_utf8(name: str) -> bool:
    """Whether a file's name can be written down: not when its bytes are of another encoding."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown_path(path: object) -> str:
    r"""Return a path as it can be printed: a name in GBK bytes as its characters, what is unprintable escaped.

    >>> shown_path("乙/" + "安全.xlsx".encode("gb18030").decode("utf-8", "surrogateescape")), shown_path("a\nb")
    ('乙/安全.xlsx', 'a\\nb')
    """
    text = os.fsdecode(path) if isinstance(path, (bytes, os.PathLike)) else str(path)
    parts = (part if is_utf8(part) else _other_encoding(part) for part in text.split("/"))
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in "/".join(parts))


def _other_encoding(name: str) -> str:
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030")
    except UnicodeError:
        return name.encode("utf-8", "backslashreplace").decode()


@contextlib.contextmanager
def telling() -> Iterator[None]:
    """Turn what the system refuses inside into a FileError; a closed pipe stays what it is."""
    try:
        yield
    except (OSError, ValueError) as error:
        if not _refused(error):
            raise
        raise file_error(error) from error


def told(function: Callable[P, R]) -> Callable[P, R]:
    """Let a public function tell in Chinese what the system refuses."""

    @functools.wraps(function)
    def telling_function(*args: P.args, **kwargs: P.kwargs) -> R:
        with telling():
            return function(*args, **kwargs)

    return telling_function


def told_by_every_method(cls: C) -> C:
    """Let every public method and property of a class tell in Chinese what the system refuses."""
    for name, value in list(vars(cls).items()):
        if name.startswith("_"):
            continue
        if inspect.isfunction(value):
            setattr(cls, name, told(value))
        elif isinstance(value, property) and value.fget is not None:
            setattr(cls, name, property(told(value.fget), value.fset, value.fdel, value.__doc__))
    return cls
