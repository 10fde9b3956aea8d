"""What the package brings along: the edition, the front-end assets, the translations."""

from collections.abc import Iterator
from pathlib import Path

import shouwen
from shouwen.wiring.environment import Environment
from shouwen.wiring.finding import Finding, fail, ok, warn
from shouwen.wiring.speech import Sentence

WEB = Path(shouwen.__file__).parent / "web"


def edition(env: Environment) -> Iterator[Finding]:
    """The shipped edition loads without a mistake."""
    from shouwen.handbook.load import EditionError, shipped

    try:
        loaded = shipped()
    except EditionError as error:
        for problem in error.problems:
            yield fail(
                "edition",
                found=Sentence(str(problem), str(problem)),
                mend=Sentence("按上面的说明修改该文件。", "mend that file as it says."),
            )
    else:
        leaves = len(loaded.categories)
        yield ok("edition", found=Sentence(f"加载正常，{leaves} 个分类", f"loads, {leaves} categories"))


def assets(env: Environment) -> Iterator[Finding]:
    """Style sheet, script and every icon that the templates draw are in place."""
    from shouwen.web.icons import ICONS

    vendor = WEB / "static" / "vendor"
    wanted = ["tabler.min.css", "htmx.min.js", *(f"icons/{name}.svg" for name in ICONS)]
    missing = [name for name in wanted if not (vendor / name).is_file()]
    if missing:
        yield fail(
            "assets",
            found=Sentence(
                f"缺少 {len(missing)} 个前端文件，例如 {missing[0]}",
                f"{len(missing)} front-end files are missing, for example {missing[0]}",
            ),
            mend=Sentence("执行 make up，会自动补齐。", "run make up, it fetches them."),
        )
    else:
        yield ok(
            "assets",
            found=Sentence(f"{len(wanted)} 个前端文件齐全", f"all {len(wanted)} front-end files present"),
        )


def translations(env: Environment) -> Iterator[Finding]:
    """The Chinese words are compiled, and from the newest source."""
    source = WEB / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    mend = Sentence("执行 python scripts/messages.py compile。", "run python scripts/messages.py compile.")
    if not compiled.exists():
        found = Sentence("译文未编译，页面只有英文", "not compiled, pages speak English only")
        yield fail("translations", found=found, mend=mend)
    elif source.exists() and source.stat().st_mtime > compiled.stat().st_mtime:
        found = Sentence("译文改过但没有重新编译", "changed since they were compiled")
        yield warn("translations", found=found, mend=mend)
    else:
        yield ok("translations", found=Sentence("已编译", "compiled"))
