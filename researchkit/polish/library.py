"""A model of the `llm` library, with the keys and plugins that the user set up there. Needs the extra `llm`."""

from __future__ import annotations

from researchkit.errors import InputError, MissingExtra
from researchkit.polish.speakers import MAX_ANSWER_BYTES, SYSTEM, Silent
from researchkit.workspace import clip

LIBRARY = "llm"


class Library:
    """Asks a model of the `llm` library by its name or alias; where the text goes is the plugin's to say."""

    def __init__(self, model: str) -> None:
        """Find the model. Raises MissingExtra without the library, InputError for a model it does not know."""
        try:
            import llm
        except ImportError as error:
            do = 'Install it: pip install "researchkit[llm]"'
            raise MissingExtra("A model by name needs the llm library", do=do) from error
        try:
            self._found = llm.get_model(model.strip())
        except llm.UnknownModelError as error:
            known = "`llm models` lists those it knows"
            raise InputError(f"The llm library knows no model {clip(model)!r}", do=known) from error
        self.model = model.strip()
        self.address = f"the model {self.model} of the llm library (wherever that model runs)"

    def letter(self, line: str) -> str:
        """Return the two texts that are handed over: what to do, and the line."""
        return f"{SYSTEM}\n\n{line}"

    def ask(self, line: str) -> str:
        """Hand one line over and return the answer. Raises Silent."""
        pieces, size = [], 0
        try:
            for piece in self._found.prompt(line, system=SYSTEM):
                pieces.append(piece)
                size += len(piece)
                if size > MAX_ANSWER_BYTES:
                    raise Silent(f"The answer of {clip(self.model)} is larger than {MAX_ANSWER_BYTES // 1024} kB")
        except Silent:
            raise
        except Exception as error:  # a plugin may raise anything, and then our lines stay
            raise Silent(f"{clip(self.model)} did not answer: {clip(str(error) or type(error).__name__)}") from error
        return "".join(pieces).strip()
