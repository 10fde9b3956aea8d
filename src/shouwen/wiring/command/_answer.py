"""What a verb answered, for those who asked at a terminal."""

from typing import Any, NoReturn

from shouwen.handbook.decision import Refused, explain
from shouwen.handbook.load import shipped
from shouwen.ledger.door import Done
from shouwen.wiring.trouble import Trouble


def subject(answer: Done | Refused) -> Any:
    """Answers what the verb made or changed. Raises Trouble with the refusal's own sentence."""
    if isinstance(answer, Done):
        return answer.subject
    refuse(answer)


def refuse(answer: Refused) -> NoReturn:
    """Ends the command with the refusal's own sentence."""
    zh, en = (explain(answer, language, shipped()) for language in ("zh", "en"))
    raise Trouble(zh=zh, en=en)
