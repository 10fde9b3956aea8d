"""The web server: Granian, which on being asked a second time to stop waits for no request any longer."""

from typing import Any

from granian import Granian


class Server(Granian):  # type: ignore[misc,valid-type]
    """A first SIGTERM lets requests end that have begun; a second ends them. What was not committed is undone."""

    def signal_handler_interrupt(self, *args: Any, **kwargs: Any) -> None:
        """Granian's own handler, and for those who ask twice the end of every process."""
        if self.interrupt_signal:
            for process in self.wrks:
                process.kill()
        super().signal_handler_interrupt(*args, **kwargs)
