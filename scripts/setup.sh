#!/bin/sh
# Make .venv from requirements.lock and see that a browser and Chinese fonts are there.
# Does nothing when nothing changed. `setup.sh test` also looks for LibreOffice, which only tests use.
set -eu
cd "$(dirname "$0")/.."
venv=.venv
purpose=${1:-run}

say() { printf '%s\n' "$*" >&2; }

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_updated=no
apt_install() {
    if [ "$apt_updated" = no ]; then
        apt-get update -qq >/dev/null 2>&1 || true
        apt_updated=yes
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1
}

find_python() {
    for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$candidate" ] || continue
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$candidate"
            return
        fi
    done
    say '没有找到 Python 3.11 或更新的版本。请先安装（Debian：apt-get install python3 python3-venv），再运行一次。'
    exit 2
}

digest() { sha256sum "$1" | cut -d' ' -f1; }

done_before() { # done_before STAMP FILE: whether STAMP was made from FILE as it is now
    [ -f "$venv/$1" ] && [ "$(cat "$venv/$1")" = "$(digest "$2")" ]
}

pip_install() { "$venv/bin/python" -m pip install -qq --disable-pip-version-check "$@"; }

create_environment() {
    python=$(find_python)
    if "$python" -m venv --clear "$venv" >/dev/null 2>&1; then return; fi
    # Debian ships Python without ensurepip.
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if can_apt && { apt_install "python$version-venv" || apt_install python3-venv; }; then
        "$python" -m venv --clear "$venv" >/dev/null 2>&1 && return
    fi
    say "无法建立虚拟环境。请安装 venv（Debian：apt-get install python$version-venv），再运行一次。"
    exit 2
}

make_environment() {
    if ! done_before .lock-stamp requirements.lock; then
        say "正在建立运行环境 $venv（只做一次，约需几分钟）……"
        create_environment
        pip_install --require-hashes -r requirements.lock
        digest requirements.lock >"$venv/.lock-stamp"
    fi
    if ! done_before .package-stamp pyproject.toml; then
        pip_install --no-deps --no-build-isolation -e .
        digest pyproject.toml >"$venv/.package-stamp"
    fi
}

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -n "${BROWSER_PATH:-}" ] && [ -x "$BROWSER_PATH" ]
}

has_fonts() {
    command -v fc-list >/dev/null 2>&1 || return 1
    [ -n "$(fc-list ':lang=zh-cn' family 2>/dev/null | head -n 1)" ]
}

has_office() { command -v soffice >/dev/null 2>&1 || command -v libreoffice >/dev/null 2>&1; }

need() { # need CHECK WHAT CONSEQUENCE PACKAGES...
    check=$1 what=$2 consequence=$3
    shift 3
    if "$check"; then return; fi
    if can_apt; then
        say "正在安装$what（$*）……"
        if apt_install "$@" && "$check"; then return; fi
    fi
    say "缺少$what：$consequence。安装后再运行即可（Debian：apt-get install $*）。"
}

make_environment
need has_fonts '中文字体' '图片将不导出' fontconfig fonts-noto-cjk
need has_browser 'Chromium 浏览器' '图片将不导出，其余照常' chromium
if [ "$purpose" = test ]; then
    need has_office 'LibreOffice' '用它打开文件的测试将跳过' libreoffice-writer-nogui libreoffice-calc-nogui
fi
