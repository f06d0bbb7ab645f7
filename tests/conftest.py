"""What holds for every test: hypothesis measures no time, because machines are shared and noisy; and nobody's terminal
is asked how wide it is or whether it has colours, so that what a command prints into a pipe is the same everywhere."""

import os

from hypothesis import settings

settings.register_profile("shared", deadline=None)
settings.load_profile("shared")

for name in ("COLUMNS", "NO_COLOR"):
    os.environ.pop(name, None)
