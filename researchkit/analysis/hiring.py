"""Hiring: what the open posts say a company is building, counted by function."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from researchkit.frames import DOCUMENTS, conform

if TYPE_CHECKING:
    from pandas import DataFrame

# The first function whose words stand in a post's title takes it: the order is from the narrow to the wide.
FUNCTIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for name, words in (
        ("legal", r"legal|counsel|attorney|lawyer|paralegal|compliance|privacy officer|regulatory|contracts? manager"),
        ("people",
            r"recruit\w*|talent|human resources|hr|people (?:ops|operations|partner|business partner|team|"
            r"experience)|hrbp|"
                   r"compensation|benefits|learning (?:and|&) development|workplace|payroll|employee relations"),
        ("finance",
            r"financ\w*|account(?:ing|ant|s payable|s receivable)|controller|treasury|tax|audit\w*|fp&a|"
            r"procurement|investor relations|billing"),
        ("design",
            r"design(?:er|ers)?|ux|ui|user research\w*|illustrat\w*|art director|creative director|brand "
            r"designer|content design\w*"),
        ("data",
            r"data|analytics?|analyst|machine learning|ml|ai|scientist|statistic\w*|business intelligence|bi|"
            r"researcher|deep learning|nlp"),
        ("support",
            r"support|customer (?:care|service|success|experience)|success manager|help ?desk|onboarding|"
            r"implementation|technical account"),
        ("sales",
            r"sales|account (?:executive|manager|director)|business development|bdr|sdr|partnerships?|partner "
            r"manager|solutions? (?:consultant|engineer|architect)|"
                  r"revenue|presales|pre-sales|field|commercial|deal desk|alliances"),
        ("marketing",
            r"marketing|brand|content|communications?|comms|pr|public relations|seo|growth|demand generation|"
            r"events?|social media|copywriter|community|editor\w*|campaign"),
        ("engineering",
            r"engineer\w*|developer|software|sre|devops|architect|programmer|frontend|front-end|backend|"
            r"back-end|full[- ]stack|qa|test\w*|security|"

                            r"infrastructure|platform|mobile|ios|android|firmware|hardware|embedded|technician|network|it|cto|"
                            r"systems?"),
        ("product", r"product|program manager|programme manager|project manager|tpm|scrum master|delivery manager"),
        ("operations",
            r"operations?|ops|supply chain|logistics|warehouse|driver|manufactur\w*|facilities|fulfil\w*|"
            r"store|barista|retail|shift|office manager|"

                           r"administrat\w*|assistant|coordinator|strategy|chief of staff|planner|quality|safety|plant|"
                           r"production"),
    )
)  # fmt: skip
_PRODUCT_FIRST = re.compile(
    r"\b(?:(?:head|director|vp|vice president|group|senior|staff|principal|lead|associate|technical)"
    r"\s+(?:of\s+)?)*product (?:manager|owner|lead|management|director|operations)|\bof product\b",
    re.IGNORECASE,
)
_MARKETING_FIRST = re.compile(
    r"\bproduct marketing|\bmarketing (?:analyst|operations|engineer|designer|data)", re.IGNORECASE
)
_ENGINEERING_FIRST = re.compile(
    r"\b(?:data|ml|machine learning|ai|platform|software|support|security|test) engineer|"
    r"\bengineering manager|\bsoftware\b",
    re.IGNORECASE,
)
_DATA_ENGINEER = re.compile(
    r"\b(?:data|analytics|ml|machine learning|ai) (?:engineer|platform|architect|scientist)", re.IGNORECASE
)
OTHER = "other"


def function_of(title: str) -> str:
    """Return the function of one job post by its title; "other" where no word tells."""
    if _MARKETING_FIRST.search(title):
        return "marketing"
    if _PRODUCT_FIRST.search(title):
        return "product"
    if _DATA_ENGINEER.search(title):
        return "data"
    if _ENGINEERING_FIRST.search(title):
        return "engineering"
    return next((name for name, words in FUNCTIONS if words.search(title)), OTHER)


def job_functions(documents: DataFrame) -> dict[str, int]:
    """Return how many open posts each function has, the most first; functions without posts are left out.

    Takes DOCUMENTS; counts rows of kind "job". Raises SchemaError.
    """
    frame = conform(documents, DOCUMENTS)
    counts = Counter(function_of(title) for title in frame.loc[frame["kind"] == "job", "title"])
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def by_function(documents: DataFrame) -> DataFrame:
    """Return the open posts by function, the most first: a frame of function, posts and titles (the first three)."""
    import pandas as pd

    frame = conform(documents, DOCUMENTS)
    titles: dict[str, list[str]] = {name: [] for name in job_functions(frame)}
    for title in frame.loc[frame["kind"] == "job", "title"]:
        titles[function_of(title)].append(title)
    rows = [(name, len(found), "; ".join(sorted(set(found))[:3])) for name, found in titles.items()]
    return pd.DataFrame(rows, columns=["function", "posts", "titles"])
