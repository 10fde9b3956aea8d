"""`shouwen decide`."""

import json
import sys

import click

from shouwen.wiring.speech import spoken
from shouwen.wiring.trouble import Trouble


@click.command(name="decide")
@click.argument("chapter")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the chapter's facts and end.")
@click.option("--explain", is_flag=True, help="Say the decision in sentences, each with its clause.")
@click.option("--language", type=click.Choice(["zh", "en"]), help="Of the sentences; else the terminal's own.")
def command(chapter: str, schema: bool, explain: bool, language: str | None) -> None:
    """Decides one CHAPTER of the handbook from facts read as JSON from standard input.

    \b
    CHAPTER is one of
      urgency        which urgent kinds a complaint is of (C1.3)
      priority       express, urgent or normal (C4.3)
      deadlines      every limit with its time (C5.2, C3.2, L1)
      routing        the skill group that gets it (C4.4)
      working-time   when so much working time has passed (WD)
      category       the category that a text belongs to (C4.1)
      authority      who decides on how much, and who signs on the way (C4.8.3)
      double-refund  the next question, or what is refunded and why (C4.8.6)
      batch-dispute  what is a batch, its steps and missing papers (C4.8.4)

    \b
    echo '{"grade": "gold"}' | shouwen decide priority
    echo '{"grade": "gold"}' | shouwen decide priority --explain --language zh
    shouwen decide deadlines --schema

    Answers what was decided, because of which clauses, from which facts, under which edition. A refusal of the
    handbook is an answer too ("refused"). Needs no database and no settings.
    """
    from shouwen.handbook.decide import BadFacts, decide_chapter, facts_schema
    from shouwen.handbook.decision import Refused
    from shouwen.handbook.decision import explain as sentences
    from shouwen.handbook.load import shipped

    try:
        if schema:
            _print(facts_schema(chapter))
            return
        facts = sys.stdin.buffer.read()
        decided = decide_chapter(chapter, facts, shipped())
    except BadFacts as bad:
        raise Trouble(zh="\n".join(bad.sentences("zh")), en="\n".join(bad.sentences("en"))) from bad
    if explain:
        told = sentences(decided, "zh" if (language or spoken()) == "zh" else "en", shipped())
        click.echo("\n".join([told] if isinstance(told, str) else told))
    elif isinstance(decided, Refused):
        _print(decided.as_json() | {"given": json.loads(facts), "edition": shipped().name})
    else:
        _print(decided.as_json() | {"given": json.loads(facts)})


def _print(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
