"""The shapes of job boards' answers: where each keeps title, address, place, pay and text. A board is one `Board`."""

from __future__ import annotations

from dataclasses import dataclass

Paths = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One kind of board. Fields are dotted paths into a post; the first that holds something wins.

    `ask` is the address with {token}; `rows` where the list of posts stands ("" when the answer is the list);
    `marks` are keys by which a post of this board is known. `made_link` builds an address where the post has none,
    from {host} of the answer, {id} and {firm}. `places` are lists of (list, path inside) of further locations.
    """

    ask: str
    rows: str
    marks: Paths
    title: Paths
    link: Paths = ()
    made_link: str = ""
    identity: Paths = ("id",)
    firm: Paths = ()
    department: Paths = ()
    team: Paths = ()
    location: Paths = ()
    location_parts: Paths = ()
    places: tuple[tuple[str, str], ...] = ()
    employment: Paths = ()
    workplace: Paths = ()
    posted: Paths = ()
    updated: Paths = ()
    pay: Paths = ()
    pay_parts: Paths = ()  # least, most, currency, interval
    body: Paths = ()
    sections: tuple[str, str, str] | None = None  # a list of headed pieces: list, heading, content
    escaped: bool = False  # the body's markup is entity-escaped once more
    listed: str = ""  # a flag that is false for posts not on show
    page_size: int = 0  # posts a page, where the answer comes in pages


_LEVER = Board(
    ask="https://api.lever.co/v0/postings/{token}?mode=json",
    rows="",
    marks=("hostedUrl", "categories"),
    title=("text",),
    link=("hostedUrl", "applyUrl"),
    department=("categories.department",),
    team=("categories.team",),
    location=("categories.location",),
    places=(("categories.allLocations", ""),),
    employment=("categories.commitment",),
    workplace=("workplaceType",),
    posted=("createdAt",),
    pay_parts=("salaryRange.min", "salaryRange.max", "salaryRange.currency", "salaryRange.interval"),
    body=("opening", "descriptionBody", "description"),
    sections=("lists", "text", "content"),
)
BOARDS: dict[str, Board] = {
    "greenhouse": Board(
        ask="https://boards-api.greenhouse.io/v1/boards/{token}/jobs?content=true",
        rows="jobs",
        marks=("absolute_url",),
        title=("title",),
        link=("absolute_url",),
        department=("departments.0.name",),
        location=("location.name",),
        # updated_at moves when posts are touched in bulk, so it dates nothing.
        posted=("first_published",),
        updated=("updated_at",),
        body=("content",),
        escaped=True,
    ),
    "lever": _LEVER,
    "lever-eu": Board(
        **{name: getattr(_LEVER, name) for name in Board.__slots__}
        | {"ask": "https://api.eu.lever.co/v0/postings/{token}?mode=json"}
    ),
    "ashby": Board(
        ask="https://api.ashbyhq.com/posting-api/job-board/{token}?includeCompensation=true",
        rows="jobs",
        marks=("jobUrl",),
        title=("title",),
        link=("jobUrl", "applyUrl"),
        department=("department",),
        team=("team",),
        location=("location",),
        places=(("secondaryLocations", "location"),),
        employment=("employmentType",),
        workplace=("workplaceType",),
        posted=("publishedAt",),
        pay=("compensation.compensationTierSummary", "compensation.scrapeableCompensationSalarySummary"),
        body=("descriptionHtml", "descriptionPlain"),
        listed="isListed",
    ),
    "smartrecruiters": Board(
        ask="https://api.smartrecruiters.com/v1/companies/{token}/postings?limit=100&offset=0",
        rows="content",
        marks=("releasedDate", "refNumber"),
        title=("name",),
        made_link="https://jobs.smartrecruiters.com/{firm}/{id}",
        firm=("company.identifier",),
        department=("department.label", "function.label"),
        location=("location.fullLocation",),
        location_parts=("location.city", "location.region", "location.country"),
        employment=("typeOfEmployment.label",),
        posted=("releasedDate",),
        page_size=100,
    ),
    "workable": Board(
        ask="https://apply.workable.com/api/v1/widget/accounts/{token}?details=true",
        rows="jobs",
        marks=("shortcode",),
        title=("title",),
        link=("url", "shortlink", "application_url"),
        identity=("shortcode",),
        department=("department", "function"),
        location_parts=("city", "state", "country"),
        employment=("employment_type", "type"),
        posted=("published_on", "created_at"),
        body=("description",),
    ),
    "workable-v3": Board(
        ask="",
        rows="results",
        marks=("shortcode",),
        title=("title",),
        link=("url",),
        made_link="https://apply.workable.com/j/{id}",
        identity=("shortcode",),
        department=("department.0",),
        location_parts=("location.city", "location.region", "location.country"),
        employment=("type",),
        workplace=("workplace",),
        posted=("published", "created_at"),
        body=("description",),
    ),
    "recruitee": Board(
        ask="https://{token}.recruitee.com/api/offers/",
        rows="offers",
        marks=("careers_url",),
        title=("title",),
        link=("careers_url", "careers_apply_url"),
        department=("department",),
        location=("location", "city"),
        places=(("locations", "name"),),
        employment=("employment_type_code",),
        posted=("published_at", "created_at"),
        pay_parts=("salary.min", "salary.max", "salary.currency", "salary.period"),
        body=("description", "requirements"),
    ),
    "personio": Board(  # XML, turned into the same shape by jobs.py
        ask="https://{token}/xml?language=en",
        rows="position",
        marks=("recruitingCategory", "office"),
        title=("name",),
        made_link="https://{host}/job/{id}",
        department=("department", "recruitingCategory"),
        location=("office",),
        places=(("additionalOffices", ""),),
        employment=("employmentType",),
        workplace=("schedule",),
        posted=("createdAt",),
        body=("jobDescriptions",),
    ),
    "teamtailor": Board(
        ask="https://{token}/jobs.json",
        rows="items",
        marks=("_jobposting",),
        title=("title",),
        link=("url", "id"),
        location_parts=(
            "_jobposting.jobLocation.0.address.addressLocality",
            "_jobposting.jobLocation.0.address.addressCountry",
        ),
        places=(("_jobposting.jobLocation", "address.addressLocality"),),
        posted=("date_published", "_jobposting.datePosted"),
        body=("content_html", "_jobposting.description", "content_text"),
    ),
    "bamboohr": Board(
        ask="https://{token}.bamboohr.com/careers/list",
        rows="result",
        marks=("jobOpeningName",),
        title=("jobOpeningName",),
        made_link="https://{host}/careers/{id}",
        department=("departmentLabel",),
        location_parts=("location.city", "location.state", "atsLocation.country"),
        employment=("employmentStatusLabel",),
        posted=("datePosted",),
    ),
    "pinpoint": Board(
        ask="https://{token}.pinpointhq.com/postings.json",
        rows="data",
        marks=("key_responsibilities", "workplace_type"),
        title=("title",),
        link=("url", "path"),
        made_link="https://{host}/postings/{id}",
        department=("job.department.name",),
        location=("location.name",),
        employment=("employment_type_text", "employment_type"),
        workplace=("workplace_type_text", "workplace_type"),
        pay=("compensation",),
        body=("description", "key_responsibilities", "skills_knowledge_expertise", "benefits"),
    ),
    "rippling": Board(
        ask="https://api.rippling.com/platform/api/ats/v1/board/{token}/jobs",
        rows="",
        marks=("workLocation", "uuid"),
        title=("name",),
        link=("url",),
        identity=("uuid",),
        department=("department.label",),
        location=("workLocation.label",),
    ),
    # This and workable-v3 are asked for with a POST, which researchkit does not do: read from a saved answer.
    "workday": Board(
        ask="",
        rows="jobPostings",
        marks=("externalPath",),
        title=("title",),
        made_link="https://{host}{id}",
        identity=("externalPath",),
        location=("locationsText",),
        posted=("startDate",),
    ),
}
