# ruff: noqa: E501  (the patterns are tables, a language or a case an entry)
"""Lines that stand around an article's words and are none of them: echoes, bylines, "read more", share, newsletter.

Every rule here is about a whole line and names no publisher. What each is worth is in docs/reading.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass

from researchkit.reading.bylines import is_byline
from researchkit.reading.dates import read_day

_NO_LETTER = re.compile(r"[\W_]+")
_NO_ASCII_LETTER = {code: None for code in range(128) if not chr(code).isalnum()}
_HEAD_LINES = 8
_MAX_LINES = 20_000  # nobody writes more
_READ_MORE = re.compile(
    r"^\W*(?:(?:also|auch|further|must|don'?t miss|background|hintergrund|mehr|lesetipp|tip|video|watch|en video|podcast)\W+)?"
    r"(?:read (?:more|also|next|the full|full|on)\b|also read\b|more (?:on|from|about)\b[^.]*$|see also\b|see more\b|"
    r"related(?: (?:articles?|stories|story|posts?|news|topics?|links?|content|coverage|reading))?\s*[:：|\-–]|"
    r"lesen sie (?:auch|hier|dazu|mehr|jetzt|weiter)\b|lies (?:auch|hier|dazu|mehr)\b|lest (?:auch|hier)\b|"
    r"auch lesen\b|auch interessant\b|mehr (?:zum|zu|dazu|lesen|informationen|infos|news|aus)\b[^.]*$|"
    r"mehr bei\b|weiterlesen\b|weitere (?:infos?|informationen|artikel|news|beiträge)\b[^.]*$|siehe auch\b|passend dazu\b|"
    r"zum thema\b|das könnte (?:sie|dich)\b|schon gelesen\b|(?:zum|hier)\b[^.]{0,40}\bvideo\W*$|"
    r"(?:à|a) lire(?: aussi| également)?\b|lire (?:aussi|la suite|également|plus)\b|voir aussi\b|sur le même sujet\b|"
    r"le[ae](?:r)? (?:también|tambien|más|mas|además|aquí)\b|lea\s*:|lee\s*:|ve[ar]? (?:también|tambien|más|además)\b|"
    r"mir[ae]?(?: también| además)?\s*:|te puede interesar\b|le puede interesar\b|puede(?:s)? leer\b|"
    r"además\s*:|(?:relacionad[ao]s?|notas? relacionadas?|contenido relacionado)\b|"
    r"leggi (?:anche|tutto|di più|qui)\b|vedi anche\b|leia (?:também|mais)\b|veja (?:também|mais)\b|saiba mais\b|"
    r"les (?:også|mer)\b|läs (?:också|även|mer|mera)\b|læs (?:også|mere)\b|lees (?:ook|meer|verder)\b|lue (?:myös|lisää)\b|"
    r"(?:czytaj|zobacz|przeczytaj|sprawdź) (?:też|także|również|więcej)\b|(?:přečtěte|čtěte) (?:si )?(?:také|více)\b|"
    r"читайте (?:также|ещё|еще)\b|читать далее\b|ayrıca (?:bkz|oku)|ilgili haber)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^\W*(?:(?:photo(?:graph(?:s|er|y)?|s)?|image|picture|bild(?:quelle|rechte|er)?|titelbild|beitragsbild|foto(?:s|grafie)?|"
    r"symbolbild|crédits?|credits?|illustration|fotó|zdjęcie|fot\.?|kuva|image credits?|photo credits?|archivbild)\b"
    r"(?:\s+(?:by|von|de|par|credit))?\s*[:：/|\-–©(].{0,120}|(?:©|\(c\)|copyright\b).{0,160}|getty images\b.{0,40}|"
    r"(?:afp|ap|reuters|dpa|epa|efe|keystone)\s*/\s*.{2,60}|shutterstock\b.{0,30}|all rights reserved\b.{0,120}|"
    r"alle rechte vorbehalten\b.{0,80})$",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"^\W*(?:(?:please |jetzt |hier |click here to |klicken sie hier|tap here to )?(?:sign up|subscribe|suscr[ií]b\w+|"
    r"s'abonner|abonnez|inscri(?:vez|ption)|iscriviti|assine|abonnier\w*|abonnement|prenumerera|"
    r"register (?:now|for|to)|log in|sign in|anmelden|einloggen|registrieren)\b|"
    r"follow (?:us|me|[\w ]{2,40} on (?:twitter|x|facebook|instagram|telegram|tiktok|linkedin|google|youtube))\b|folg(?:e|en|t) (?:uns|sie uns|mir)\b|s[ií]gue?nos\b|suivez\b|seguici\b|siga\b|"
    r"follow\b.*(?:twitter|facebook|instagram|linkedin)|like us on\b|join (?:our|the conversation|thought|us)\b|"
    r"únete\b|get (?:the latest|our|more|access|unlimited|breaking|all the)\b.*(?:news|inbox|email|stories|stor|app|year)|"
    r"(?:please )?(?:download|install|get) (?:the|our) \w+ ?\w* app|stay (?:informed|up to date|on top|connected)\b|"
    r"for (?:the latest|more)\b.*(?:stories|news|updates|download|visit|sign|subscribe|newsletter)|"
    r"(?:our|unser|der|your) (?:daily |weekly |free |kostenlose[rn]? |tägliche[rn]? )?newsletter\b|newsletter\b|"
    r"(?:to view|to read|to continue reading|um weiterzulesen|want to read|already a (?:subscriber|member)|"
    r"if you(?:'|’)re (?:seeing|already)|you (?:must|need to) (?:be )?(?:log|regist|subscri)|sie sind (?:aktuell )?nicht eingeloggt)\b|"
    r"(?:support|unterstütz\w+|donate|spenden?)\b.{0,60}(?:journalis|us\b|uns\b|paypal|steady)|"
    r"(?:write|reach|contact|email|e-mail) (?:to |the (?:reporter|author|writer)s? )?.{0,60}(?:@| at )|"
    r"(?:email|e-mail|mail|tel\.?|telefon|phone|fax|kontakt|contact)\s*:.{0,100}|"
    r"(?:share|teilen|compartir|partager|condividi|compartilh\w+|udostępnij|del|dela)\b(?:\s+(?:this|on|via|with|it|mit|auf|auf|diesen|en|en|sur|su|no|by|"
    r"article|artikel|via|the|post)\b.{0,60}|\W*)$|tweet\W*$|(?:print|drucken|imprimir|imprimer|stampa|pdf)(?: \w+)?\W*$|copy link|"
    r"report (?:a |an )?(?:typo|error|correction)|fehler gefunden|hinweis an die redaktion|"
    r"do you have a story|have you got a story|got a (?:tip|story)|send (?:us )?(?:your )?(?:tips|feedback|letters)|"
    r"(?:leave|post|add|write) a (?:comment|reply)|(?:hide|show|view|load|all)(?: all)? comments|(?:\d+\s+)?(?:comments?|kommentare?|comentarios?|commentaires?|commenti|comentários)"
    r"(?:\s*\(?\d+\)?| insgesamt\W*| deaktiviert\W*)?\W*$|"
    r"advertis(?:e)?ment\b.{0,40}$|anzeige\W*$|publicidad\W*$|werbung\W*$|article continues|story continues|"
    r"(?:this|dieser|diese|dies)\b.{0,30}(?:story|article|artikel|post|beitrag|content)\b.{0,40}(?:originally|zuerst|erschien|first appeared|syndicated|copyright)|"
    r"(?:we|this (?:article|post|site|page)).{0,40}(?:affiliate|commission)|if you buy something|"
    r"tags?\s*:|etiquetas?\s*:|schlagw[oö]rt\w+\s*:|stichw[oö]rt\w+\s*:|keywords?\s*:|labels?\s*:|filed under\b|categories?\s*:|kategorien?\s*:|posted in\b|temas\s*:|"
    r"(?:order reprints|print article|an error has occurred|this copy is for|this article has been sent|thank you\\W*$)|"
    r"skip to content|zum inhalt springen|(?:back to top|nach oben|zurück|previous|next|weiter|vorheriger|nächster|wird geladen|"
    r"loading)\b[^.]{0,25}$)",
    re.IGNORECASE,
)
_FOLLOW_CHARS = 260
_MINUTES = re.compile(
    r"^\W*(?:\d+\s*[-–]?\s*(?:min(?:ute)?[ns]?|minutos?|minuti)\b.{0,30}|(?:lesezeit|reading time|tempo de leitura|lesedauer|"
    r"tiempo de lectura|temps de lecture)\b.{0,30})$",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"^\W*(?:stand|updated?|last updated|published|posted(?: on)?|created|veröffentlicht(?: am)?|aktualisiert(?: am)?|erstellt(?: am)?|publié(?: le)?|"
    r"mis à jour(?: le)?|publicado(?: el| em)?|actualizado(?: el)?|atualizado(?: em)?|pubblicato(?: il)?|aggiornato|uppdaterad|publicerad|"
    r"publisert|oppdatert|offentliggjort|opdateret|date|datum|fecha|data|release date)\b\W*(?:\d|$|[A-Z][a-z]+ \d|am \d)",
    re.IGNORECASE,
)
_CLOCKED = re.compile(r"^[\d\s.:,/\-–|年月日時分()更新]+(?:uhr|am|pm|h|[A-Z]{2,4})?\W*$", re.IGNORECASE)
_AFTER = re.compile(
    r"^\W*(?:related(?: (?:articles?|stories|posts?|news|topics?|content|links))?|more (?:from|stories|news|on|in|articles)\b.{0,40}|"
    r"recommended(?: (?:for you|stories|reading|articles))?|you (?:may|might) (?:also )?(?:like|be interested).{0,20}|"
    r"tags?|most (?:read|popular|viewed|shared)\b.{0,20}|popular(?: (?:posts|stories|now|on \w+))?|trending(?: now)?|latest (?:news|stories|posts|articles)|"
    r"read (?:next|more)|what to read next|up next|don'?t miss|editor'?s picks?|top stories|"
    r"(?:leave a (?:comment|reply)|comments?|\d+ comments?|join the discussion|join our commenting forum|discussion)|about the authors?|share this.{0,30}|"
    r"mehr zum thema|mehr zu.{0,30}|(?:das )?könnte (?:sie|dich|euch) auch interessieren.{0,10}|das könnte (?:sie|dich|ihnen|dir).{0,30}|"
    r"weitere (?:artikel|beiträge|themen|meldungen|nachrichten|news|links|infos?|informationen).{0,30}|(?:empfohlene|ähnliche|verwandte|aktuelle|neueste|letzte|beliebte) "
    r"(?:beiträge|artikel|themen|posts|produkte|meldungen).{0,20}|meistgelesen.{0,20}|auch (?:interessant|lesenswert|spannend).{0,20}|schon gelesen\W*|"
    r"(?:schreibe|hinterlasse|schreib)\w* (?:einen|eine|deinen|ihren).{0,30}|\d* ?kommentare?.{0,20}|(?:über|zu) (?:den|die) autor(?:in)?.{0,10}|"
    r"(?:diesen )?(?:artikel|beitrag) teilen.{0,20}|teilen mit.{0,10}|"
    r"(?:contenido|contenidos|notas?|noticias?|artículos?|temas?) relacionad[ao]s?|te puede interesar|lo más (?:leído|visto)|más (?:noticias|leídas|sobre).{0,30}|"
    r"(?:sur le même (?:sujet|thème)|articles? (?:liés|similaires|recommandés)|à lire (?:aussi|également)|voir aussi|les plus lus|commentaires).{0,10}|"
    r"(?:articoli correlati|leggi anche|potrebbe interessarti).{0,20}|(?:notícias|artigos|conteúdos) relacionad[ao]s|leia (?:também|mais)|veja também|"
    r"les også|läs (?:också|mer)|læs også|lees ook|zobacz (?:też|także|również)|czytaj (?:też|także|również)|podobne artykuły|powiązane|"
    r"читайте также|ссылки по теме|関連記事|関連ニュース|あわせて読みたい|相关阅读|관련기사)\s*[:：.…!?>»]*$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^\W*\(?(?:[a-zäöü]{2,4}|dpa|afp|ap|reuters|sda|apa|epd|kna)(?:[/,\-–\s]+(?:[a-zäöü]{2,4}|dpa|afp|ap|reuters|sda|apa))*\)?\W*$"
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the cleaner knows of the page besides its lines: the keys of its titles, the texts of its links, its deck."""

    titles: Set[str]
    links: Set[str]
    deck: str | None = None


def key(text: str) -> str:
    """Return the letters and digits of a line, folded: what makes two lines the same."""
    if text.isascii():  # several times as fast, and most lines are
        return text.lower().translate(_NO_ASCII_LETTER)
    return _NO_LETTER.sub("", text.casefold())


def clean_lines(text: str, page: Page) -> str:
    """Return the body without the lines that are none of it, a paragraph a line."""
    lines = [
        line for line in (each.strip() for each in text.split("\n", _MAX_LINES)[:_MAX_LINES]) if line and key(line)
    ]
    for rule in RULES:
        lines = rule(lines, page)
    return "\n".join(lines)


def _no_echo(lines: list[str], page: Page) -> list[str]:
    kept = []
    for place, line in enumerate(lines):
        if place < _HEAD_LINES and len(line) < 400 and _is_title(key(line), page.titles):
            continue
        kept.append(line)
    return kept


def _is_title(line: str, titles: Iterable[str]) -> bool:
    return any(
        line == title or (len(title) > 20 and len(line) < 1.7 * len(title) and line.endswith(title)) for title in titles
    )


def _no_dateline(lines: list[str], page: Page) -> list[str]:
    return [line for place, line in enumerate(lines) if place >= _HEAD_LINES or not _is_dateline(line)]


def _is_dateline(line: str) -> bool:
    if len(line) > 90:
        return False
    if _STAMP.match(line) or _MINUTES.match(line) or _CLOCKED.match(line) or is_byline(line):
        return True
    return (
        len(line) < 60
        and not line.endswith((".", "!", "?", ":"))
        and len(line.split()) <= 8
        and read_day(line) is not None
    )


def _no_read_more(lines: list[str], page: Page) -> list[str]:
    return [line for line in lines if not (len(line) < 220 and _READ_MORE.match(line))]


def _no_credit(lines: list[str], page: Page) -> list[str]:
    return [line for line in lines if not (len(line) < 170 and _CREDIT.match(line))]


def _no_follow(lines: list[str], page: Page) -> list[str]:
    return [line for line in lines if not (len(line) < _FOLLOW_CHARS and _FOLLOW.match(line))]


def _no_links(lines: list[str], page: Page) -> list[str]:
    """Drop lines that are nothing but a link, unless the page is made of them."""
    linked = [line.removeprefix("- ") in page.links for line in lines]
    if sum(linked) > 0.5 * len(lines):
        return lines
    kept = []
    for line, is_link in zip(lines, linked, strict=True):
        if (
            is_link
            and len(line) > 12
            and not line.startswith(("http", "www."))
            and not (line[-1] in ".:" and len(line) > 60)
        ):
            continue
        kept.append(line)
    return kept


def _cut_after(lines: list[str], page: Page) -> list[str]:
    """Cut where a heading opens other articles or comments, when that lies behind most of the words."""
    total = sum(map(len, lines))
    seen = 0
    for place, line in enumerate(lines):
        if len(line) < 90 and _AFTER.match(line) and (seen > 0.6 * total):
            return lines[:place]
        seen += len(line)
    return [line for line in lines if not (len(line) < 90 and _AFTER.match(line))]


def _no_tail(lines: list[str], page: Page) -> list[str]:
    """Drop the initials that sign a piece from its end."""
    end = len(lines)
    while end > 3 and len(lines[end - 1]) < 40 and _SIGNED.match(lines[end - 1]):
        end -= 1
    return lines[:end]


def _with_deck(lines: list[str], page: Page) -> list[str]:
    if not page.deck:
        return lines
    deck = key(page.deck)
    head = "".join(key(line) for line in lines[:6])
    if not deck or deck in head or deck[:60] in head:
        return lines
    return [page.deck, *lines]


Rule = Callable[[list[str], Page], list[str]]
RULES: Sequence[Rule] = (
    _no_echo, _no_dateline, _no_read_more, _no_credit, _no_follow, _no_links, _cut_after, _no_tail, _with_deck,
)  # fmt: skip
