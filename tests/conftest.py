"""What holds for every test: hypothesis measures no time, because machines are shared and noisy."""

from hypothesis import settings

settings.register_profile("shared", deadline=None)
settings.load_profile("shared")
