"""A checked policy in, a description of it in plain language out: sections as data, then Markdown, HTML or JSON."""
