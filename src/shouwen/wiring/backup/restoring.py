"""Restoring: a desk made of a backup, verified as a whole beside the one that is there, and then switched to."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from shouwen.clocks.recheck import Difference, differences
from shouwen.ledger.export import lines
from shouwen.ledger.verifier import verify
from shouwen.wiring.backup.making import ENGINES, key_fingerprint
from shouwen.wiring.backup.manifest import PAPERS, Manifest, State, kept_as
from shouwen.wiring.backup.state import files_named, read
from shouwen.wiring.trouble import Trouble


@dataclass(frozen=True)
class Restored:
    """What was restored. `kept` is where the desk that was there now is; `other_key` asks for the old secret key."""

    manifest: Manifest
    events: int
    kept: str
    other_key: bool


def restore(folder: Path, *, at: datetime, replace: bool) -> Restored:
    """Makes the desk that the settings name out of a backup, in one step after everything was verified.

    Raises Trouble naming what is wrong: a damaged file, a desk that is there already and not to be replaced, somebody
    at work, a ledger, a clock or a count that is not as it was. Then everything is as it was before.
    """
    manifest = Manifest.of(folder)
    _fits(manifest)
    engine = ENGINES[connection.vendor]
    if not replace and engine.occupied():
        raise Trouble(
            zh="目标处已有数据库；确要替换请加 --replace（原数据库会改名保留）。",
            en="there is a database already; say --replace to replace it (it is kept under another name).",
        )
    manifest.check(folder)
    proof = _Proof(manifest)
    kept = engine.restore(
        folder, verify=proof.verify, settle=lambda: _settle(folder, manifest), stamp=f"{at:%Y%m%dT%H%M%SZ}"
    )
    return Restored(manifest, proof.events, kept, manifest.key != key_fingerprint())


def _fits(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise Trouble(
            zh=f"这份备份来自 {manifest.engine}，而设置指向 {connection.vendor}；请改 SHOUWEN_DATABASE_URL。",
            en=f"this backup is of {manifest.engine} and the settings name {connection.vendor}; "
            "change SHOUWEN_DATABASE_URL.",
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if set(manifest.state.migrations) - known:
        raise Trouble(
            zh=f"这份备份由更新的版本 {manifest.version} 制作；请先升级首问再恢复。",
            en=f"this backup was made by a later version, {manifest.version}; upgrade Shouwen first.",
        )


class _Proof:
    """Verifies the database that Django is pointed at against a manifest."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.events = 0

    def verify(self) -> None:
        """Figures, ledger, clocks and files; a database of an earlier version is brought up to this one between."""
        _same(read(), self.manifest.state)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        report = verify((line.encode() + b"\n" for line in lines()), expect=self.manifest.state.seal_hash)
        if report.fault is not None:
            raise Trouble(
                zh=f"恢复出的账本第 {report.fault.line} 行（{report.fault.entry}）不可信；没有切换。",
                en=f"line {report.fault.line} ({report.fault.entry}) of the restored ledger cannot be trusted; "
                "nothing was switched over.",
            )
        self.events = report.events
        wrong = next((found for found in differences() if isinstance(found, Difference)), None)
        if wrong is not None:
            raise Trouble(
                zh=f"恢复出的时钟 {wrong.clock}（{wrong.chain}）与事件不符；没有切换。",
                en=f"the restored clock {wrong.clock} of {wrong.chain} is not as its events say; "
                "nothing was switched over.",
            )
        there = {name.removeprefix(f"{PAPERS}/") for name in self.manifest.files}
        if absent := sorted(files_named() - there - set(self.manifest.missing)):
            raise Trouble(
                zh=f"备份缺少数据库提到的文件 {absent[0]}；没有切换。",
                en=f"the backup lacks the file {absent[0]} that its database names; nothing was switched over.",
            )


def _same(found: State, said: State) -> None:
    """Raises Trouble naming the first figure that differs."""
    for table in sorted(found.counts.keys() | said.counts.keys()):
        here, there = found.counts.get(table), said.counts.get(table)
        if here != there:
            raise Trouble(
                zh=f"表 {table} 恢复出 {here} 行，清单记 {there} 行；没有切换。",
                en=f"{table} has {here} rows, the manifest says {there}; nothing was switched over.",
            )
    if (found.heads, found.seal, found.seal_hash) != (said.heads, said.seal, said.seal_hash):
        raise Trouble(
            zh="恢复出的链首或封印与清单不符；没有切换。",
            en="heads of chains or the last seal are not as the manifest says; nothing was switched over.",
        )


def _settle(folder: Path, manifest: Manifest) -> None:
    """Puts the files where they belong, beside those that are there: until the switch both desks find theirs."""
    root = Path(settings.MEDIA_ROOT)
    for name, kept in manifest.files.items():
        if not name.startswith(f"{PAPERS}/"):
            continue
        path = root / name.removeprefix(f"{PAPERS}/")
        if path.is_file() and kept_as(path) == kept:
            continue
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.restoring")
        shutil.copyfile(folder / name, draft)
        draft.chmod(0o600)
        draft.replace(path)
