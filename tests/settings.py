"""The product's own settings, on a data folder that is thrown away and the database that the run asks for."""

import atexit
import os
import shutil
import tempfile

_DATA = tempfile.mkdtemp(prefix="shouwen-tests-")
atexit.register(shutil.rmtree, _DATA, ignore_errors=True)

_KEPT = ("SHOUWEN_TEST_", "SHOUWEN_MODEL_")

# The terminal's own settings must not reach the tests, least of all one that names a database of real people.
for _name in [name for name in os.environ if name.startswith("SHOUWEN_") and not name.startswith(_KEPT)]:
    del os.environ[_name]
os.environ["SHOUWEN_DATA"] = _DATA
os.environ["SHOUWEN_DATABASE_URL"] = os.environ.get("SHOUWEN_TEST_DATABASE_URL", "")

# Whitenoise complains of a missing folder in every test that opens a page.
os.mkdir(f"{_DATA}/static")

from shouwen.wiring.settings import *  # noqa: E402, F403

# Signing in is tried hundreds of times here; the slow hash is for those who steal a database.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if ENVIRONMENT.database.engine == "sqlite":  # noqa: F405
    # In a file, because a database in memory cannot be shared with a server's threads; not synced.
    DATABASES["default"]["TEST"] = {"NAME": f"{_DATA}/test.sqlite3"}  # noqa: F405
    _OPTIONS = DATABASES["default"]["OPTIONS"]  # noqa: F405
    _OPTIONS["init_command"] = _OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=OFF")
