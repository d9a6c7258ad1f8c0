"""A model of the `llm` library, with the keys and plugins that the user set up there. Needs the extra `llm`."""

from __future__ import annotations

import sys

from researchkit.errors import InputError, MissingExtra
from researchkit.polish.speakers import MAX_ANSWER_BYTES, SYSTEM, Silent
from researchkit.workspace import clip

LIBRARY = "llm"
# The clients that plugins are built on. Each has one root; what is not imported cannot have been raised.
_CLIENT_ERRORS = (
    *(("llm", "ModelError"), ("openai", "OpenAIError"), ("anthropic", "AnthropicError"), ("groq", "GroqError")),
    *(("httpx", "HTTPError"), ("httpx", "InvalidURL"), ("httpx", "StreamError"), ("httpcore", "NetworkError")),
    *(("ollama", "ResponseError"), ("cohere.core.api_error", "ApiError"), ("google.genai.errors", "APIError")),
    *(
        ("huggingface_hub.errors", "HfHubHTTPError"),
        ("botocore.exceptions", "BotoCoreError"),
        ("click", "ClickException"),
    ),
    *(("click", "ClickException"), ("pydantic_core", "ValidationError"), ("sqlite3", "Error")),
)
# A local model that is not there, does not load or gives what its plugin did not expect; a missing key; the network.
_PLAIN_ERRORS = (OSError, ValueError, RuntimeError, LookupError, TypeError, AttributeError, ImportError, EOFError)


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
                    break
        except _errors() as error:
            raise Silent(f"{clip(self.model)} did not answer: {clip(str(error) or type(error).__name__)}") from error
        if size > MAX_ANSWER_BYTES:
            raise Silent(f"The answer of {clip(self.model)} is larger than {MAX_ANSWER_BYTES // 1024} kB")
        return "".join(pieces).strip()


def _errors() -> tuple[type[Exception], ...]:
    """Return what a plugin raises when its model does not answer: what `llm` and the clients behind plugins name."""
    known = (getattr(sys.modules.get(module), name, None) for module, name in _CLIENT_ERRORS)
    return (*_PLAIN_ERRORS, *(error for error in known if isinstance(error, type) and issubclass(error, Exception)))
