"""The port to serve on: free, taken, or not ours to take."""

import errno
import json
import socket
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from shouwen.wiring.environment import Environment
from shouwen.wiring.trouble import Trouble


def check(env: Environment) -> None:
    """Guarantees that the port could be listened on a moment ago. Raises Trouble with what to do instead."""
    family = socket.AF_INET6 if ":" in env.host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((env.host, env.port))
    except OSError as error:
        raise _trouble(env, error) from error


def _trouble(env: Environment, error: OSError) -> Trouble:
    if error.errno == errno.EADDRINUSE:
        other = env.port + 1 if env.port < 65535 else 8000
        return Trouble(
            zh=f"端口 {env.port} 已被占用；请停掉占用它的程序，或换一个端口，例如 SHOUWEN_PORT={other} make up。",
            en=f"port {env.port} is taken; stop what uses it or choose another, "
            f"for example SHOUWEN_PORT={other} make up.",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return Trouble(
            zh=f"没有权限使用端口 {env.port}；1024 以下的端口需要特权，请换一个，例如 SHOUWEN_PORT=8000。",
            en=f"port {env.port} may not be used; those under 1024 need privileges, "
            "choose another, for example SHOUWEN_PORT=8000.",
        )
    return Trouble(
        zh=f"SHOUWEN_HOST 写的 {env.host} 不是本机地址；只供本机用 127.0.0.1，对外用 0.0.0.0。",
        en=f"SHOUWEN_HOST names {env.host}, which is no address of this machine; "
        "use 127.0.0.1 for this machine only or 0.0.0.0 for everyone.",
    )


def answers(env: Environment) -> str | None:
    """Answers the version of the Shouwen that serves at our address, None when no healthy one does."""
    request = Request(env.address + "healthz", headers={"Host": _host_header(env)})
    try:
        with urlopen(request, timeout=3) as response:
            return str(json.load(response)["version"])
    except (HTTPError, URLError, OSError, ValueError, KeyError, TypeError):
        return None


def _host_header(env: Environment) -> str:
    # The server refuses names that it was not told; the address we call it by need not be among them.
    first = env.allowed_hosts[0].lstrip(".")
    return "localhost" if first == "*" else first
