"""What a check found."""

from dataclasses import dataclass
from typing import Literal

from shouwen.wiring.speech import Sentence

# Why each check is made: what happens to people where it is not as it should be.
WHY: dict[str, Sentence] = {
    "packages": Sentence("只有锁定的版本经过测试。", "Only the locked versions were tested together."),
    "settings": Sentence("设置不当会泄露客户资料或口令。", "A weak setting lets out customers' data or passwords."),
    "data-folder": Sentence(
        "附件和密钥在这里；写不进去就收不了单。", "Attachments and key lie here; full, nothing is taken in."
    ),
    "secret-key": Sentence(
        "有了密钥就能冒充任何人登录，也能伪造受理单校验码。",
        "Whoever has it can sign in as anybody and forge the check codes of printed forms.",
    ),
    "edition": Sentence("规则不能加载，什么都判断不了。", "Without its rules the desk can decide nothing."),
    "assets": Sentence("页面会没有样式和按键。", "Pages lack their looks and their keys."),
    "translations": Sentence("窗口人员看到的不是中文。", "Clerks do not read their own language."),
    "database": Sentence("没有数据库，系统不能工作。", "Without it the desk cannot work at all."),
    "database-disk": Sentence("磁盘满了，一张单也收不进来。", "On a full disk not one ticket can be taken in."),
    "durability": Sentence(
        "断电时，已答应客户的工单可能丢失。", "A power cut may lose tickets that were acknowledged."
    ),
    "ledger": Sentence("账本若能改写，就证明不了任何事。", "A ledger that can be rewritten proves nothing."),
    "migrations": Sentence(
        "程序与表不一致，网页不会启动。", "Tables and programme differ; the web server will not start."
    ),
    "calendar": Sentence(
        "跨年的时限要按官方调休计算，否则告知客户的日期会变。",
        "Deadlines over the new year follow the official days; without them dates told to customers will move.",
    ),
    "clock": Sentence("所有时限都以时钟为准。", "Every deadline is counted by it."),
    "sweep": Sentence("超时没有被标记，也没有人被提醒。", "Breaches are not marked and nobody is told of them."),
    "seals": Sentence(
        "没有封印、或封印没有留存在外，整本改写就无法识破。",
        "Unsealed, or with no seal kept outside, a ledger rewritten as a whole cannot be found out.",
    ),
    "billing": Sentence("答应客户的退费到不了账。", "Money that was promised does not reach customers."),
    "refunds": Sentence("退费须在承诺后 7 个工作日内完成。", "A refund is done within 7 working days of its promise."),
    "backup": Sentence("磁盘损坏时，只剩最后一份备份。", "When the disk dies, the last backup is all there is."),
    "web": Sentence("没有人能打开页面。", "Nobody can open a page."),
    "worker": Sentence("没有它，时限、封印和导入都停着。", "Without it deadlines, seals and imports stand still."),
}

Level = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """One line of the report. Whatever is not ok says in `mend` what to do about it."""

    check: str
    level: Level
    found: Sentence
    mend: Sentence | None = None

    @property
    def why(self) -> Sentence | None:
        """Answers why it matters; None where nothing is to be mended."""
        return None if self.level == "ok" else WHY.get(self.check)


def ok(check: str, *, found: Sentence) -> Finding:
    """As it should be."""
    return Finding(check, "ok", found)


def warn(check: str, *, found: Sentence, mend: Sentence) -> Finding:
    """Works, but not as it should in earnest."""
    return Finding(check, "warn", found, mend)


def fail(check: str, *, found: Sentence, mend: Sentence) -> Finding:
    """Does not work."""
    return Finding(check, "fail", found, mend)
