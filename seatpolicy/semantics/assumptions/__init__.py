"""The defaults of the language, told where a policy relies on them: about people, about time, about money."""
