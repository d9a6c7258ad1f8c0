"""Which language a text is in: by its script, else by its commonest little words. No model, no download."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

_SAMPLE_CHARS = 4000
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_PERSIAN = re.compile(r"[پچژگ]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LITTLE_WORDS = {
    "en": "the of and to in is that for it was on with as by at from has have this which be are will not but its their",
    "de": "der die das und ist nicht den von zu mit sich des auf für ein eine dem auch als wird bei aus nach sind im",
    "fr": "le la les des et est une que pour dans qui sur pas par plus au avec ce il sont ne se du cette aux mais l'on",
    "es": "el la los de y que en las del se por un una con para es su como más pero lo al sus este ha está fue",
    "it": "il di che è la per un una sono con non del della si le dei nel alla più anche come gli questo ha ma delle",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos como mas ao foi das são pela seu",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij nog maar uit wordt naar dan",
    "sv": "och att det som en på är av för med den till inte har om ett de jag var sig från kan vi men så här efter",
    "da": "og at det som en på er af for med den til ikke har om et de der var sig fra kan vi men så efter blev også",
    "no": "og å det som en på er av for med den til ikke har om et de jeg var seg fra kan vi men så etter ble også",
    "fi": "ja on ei että se oli ovat mutta kun myös joka tai hän kuin niin ole mukaan jo sen mitä vuoden olla",
    "is": "og að er í á það sem við til um ekki en var hann með af fyrir eru hefur þess því þetta verið",
    "pl": "w i na z się nie do to że jest o jak po od za przez dla są ale co ma tym oraz tego jego może było",
    "cs": "a se v na je že s z do o to i k ve pro za by ale si po jako podle které od jsou nebo byl však",
    "sk": "a sa v na je že s z do o to aj k vo pre za by ale si po ako podľa ktoré od sú alebo bol však",
    "hu": "a az és hogy nem is egy ez van volt meg csak azt de még már ha mint el ki lesz vagy szerint",
    "ro": "și de la în a că nu cu pe o este din un pentru mai care fost au sunt dar ale prin după sau",
    "tr": "ve bir bu da de için ile olarak çok daha olan gibi kadar sonra var ne en ama değil oldu olduğunu göre",
    "vi": "và của là có không được cho các một những với trong này người đã để khi cũng về từ",
    "id": "yang dan di dengan untuk ini itu dari pada tidak dalam adalah akan ke juga oleh karena tersebut bisa",
    "hr": "i je u se na da su za od s koji to što kao ne bi ali iz će nije bio samo nakon prema",
    "sl": "in je v se na da so za ki pa z ne bi tudi po pri kot to od bo še ni ali",
    "et": "ja on ei et see oli kui mis ka ning aga või tema ta siis nii oma kes välja pärast",
    "lv": "un ir ka no ar par uz tas kas arī bet lai gan pēc tā ko nav vai būs",
    "lt": "ir kad yra į iš su tai bet kaip buvo ne už per jau tik apie bus po",
    "ca": "el la de i que en els les del un una per amb és no es al més com són dels ha però aquest",
    "sw": "ya na wa kwa ni katika la za kuwa hiyo huo cha pia hivyo watu baada",
}
_CYRILLIC_WORDS = {
    "ru": "и в не на что с по это как он но из у за от так же для его был бы только",
    "uk": "і в не на що з та до це як він але із у за від так для його був є й про",
    "bg": "и в не на че с по това как той но от за се да е са ще като към",
    "sr": "и у не на да с по то како он али из за од је се су ће као",
}

Weights = dict[str, tuple[tuple[str, float], ...]]


def _weigh(table: dict[str, str]) -> Weights:
    """Return word → (language, weight) pairs; a word that several languages share counts less for each."""
    speakers: dict[str, list[str]] = {}
    for code, line in table.items():
        for word in line.split():
            speakers.setdefault(word, []).append(code)
    return {word: tuple((code, len(codes) ** -0.5) for code in codes) for word, codes in speakers.items()}


_LATIN_WEIGHTS = _weigh(_LITTLE_WORDS)
_CYRILLIC_WEIGHTS = _weigh(_CYRILLIC_WORDS)


def language_of(text: str) -> str | None:
    """Return the two-letter code of the language of `text`, or None when a few words do not tell."""
    return _language(text[:_SAMPLE_CHARS])


@lru_cache(maxsize=8)  # of a page's body it is asked twice: as a page, and as the document that it becomes
def _language(sample: str) -> str | None:
    cyrillic = False
    if not sample.isascii():
        letters = sum(map(str.isalpha, sample))
        if letters < 2:
            return None
        for code, script in _SCRIPTS:
            # Japanese mixes kana with Han; a sixth of kana among the letters is enough.
            if len(script.findall(sample)) > letters * (0.15 if code == "ja" else 0.4):
                return code
        if len(_ARABIC.findall(sample)) > letters * 0.4:
            return "fa" if len(_PERSIAN.findall(sample)) > letters * 0.01 else "ar"
        cyrillic = len(_CYRILLIC.findall(sample)) > letters * 0.4
    tokens = _TOKEN.findall(sample.lower().replace("’", "'"))
    return _by_words(tokens, _CYRILLIC_WEIGHTS if cyrillic else _LATIN_WEIGHTS)


def _by_words(tokens: list[str], weights: Weights) -> str | None:
    votes: dict[str, float] = {}
    for token, count in Counter(tokens).items():
        for code, weight in weights.get(token, ()):
            votes[code] = votes.get(code, 0.0) + count * weight
    best, second = sorted([*votes.values(), 0.0, 0.0], reverse=True)[:2]
    if best < 1.5 or best <= second or (len(tokens) >= 40 and best < 0.04 * len(tokens)):
        return None
    return max(votes, key=lambda code: votes[code])
