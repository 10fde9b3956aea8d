"""What stops a start and can be mended by whoever starts it."""

from shouwen.wiring.speech import Sentence


class Trouble(Exception):
    """Something that whoever started us can mend; `str()` is the sentence that says how."""

    def __init__(self, *, zh: str, en: str) -> None:
        self.sentence = Sentence(zh, en)
        super().__init__(str(self.sentence))
