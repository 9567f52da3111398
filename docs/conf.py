"""How the documentation is built: Sphinx reads Markdown, warnings are errors, and nothing is fetched."""

import re
from pathlib import Path

project = "Pourparler"
author = "The Pourparler maintainers"
copyright = "The Pourparler maintainers"
version_line = (Path(__file__).parents[1] / "src" / "pourparler" / "__init__.py").read_text("utf-8")
release = version = re.search(r'__version__ = "(.+)"', version_line).group(1)

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
nitpicky = True

html_theme = "furo"
html_title = f"Pourparler {release}"
html_show_sphinx = False
html_copy_source = False
