"""The months' names in the languages that pages are dated in, full and cut short, to their number."""

from __future__ import annotations

_NAMES = (
    "january|jan|januar|jänner|jän|janvier|janv|enero|ene|gennaio|gen|janeiro|januari|tammikuuta|tammikuu|styczeń|"
    "stycznia|sty|leden|ledna|január|januára|ocak|oca|ianuarie|ian|январь|января|янв|січня|gener|siječnja|sausio",
    "february|feb|februar|feber|février|fevrier|févr|fevr|fév|febrero|febbraio|febb|fevereiro|fev|februari|"
    "helmikuuta|luty|lutego|lut|únor|února|február|februára|şubat|şub|februarie|февраль|февраля|фев|лютого|febrer|"
    "veljače|vasario",
    "march|mar|märz|maerz|mär|mrz|mars|marzo|março|marco|maart|mrt|maaliskuuta|marzec|marca|březen|března|március|"
    "mart|martie|март|марта|мар|березня|març|ožujka|kovo",
    "april|apr|avril|avr|abril|abr|aprile|huhtikuuta|kwiecień|kwietnia|kwi|duben|dubna|április|apríla|nisan|nis|"
    "aprilie|апрель|апреля|апр|квітня|travnja",
    "may|mai|mayo|maggio|mag|maio|mei|maj|toukokuuta|maja|květen|května|május|mája|mayıs|мая|май|травня|maig|svibnja",
    "june|jun|juni|juin|junio|giugno|giu|junho|kesäkuuta|czerwiec|czerwca|cze|červen|června|június|júna|haziran|haz|"
    "iunie|июнь|июня|июн|червня|juny|lipnja",
    "july|jul|juli|juillet|juil|julio|luglio|lug|julho|heinäkuuta|lipiec|lipca|lip|červenec|července|július|júla|"
    "temmuz|tem|iulie|июль|июля|июл|липня|juliol|srpnja",
    "august|aug|août|aout|agosto|ago|augustus|augusti|elokuuta|sierpień|sierpnia|sie|srpen|srpna|augusztus|augusta|"
    "ağustos|ağu|август|августа|авг|серпня|agost|kolovoza",
    "september|sep|sept|septembre|septiembre|setiembre|settembre|sett|set|setembro|syyskuuta|wrzesień|września|wrz|"
    "září|szeptember|septembra|eylül|eyl|septembrie|сентябрь|сентября|сен|сент|вересня|setembre|rujna",
    "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out|lokakuuta|październik|października|paź|říjen|"
    "října|október|októbra|ekim|eki|octombrie|октябрь|октября|окт|жовтня|listopada",
    "november|nov|novembre|noviembre|novembro|marraskuuta|listopad|lis|listopadu|novembra|kasım|kas|noiembrie|"
    "ноябрь|ноября|ноя|листопада|studenoga",
    "december|dec|dezember|dez|décembre|decembre|déc|diciembre|dic|dicembre|dezembro|desember|des|joulukuuta|"
    "grudzień|grudnia|gru|prosinec|prosince|decembra|aralık|ara|decembrie|декабрь|декабря|дек|грудня|desembre",
)

MONTHS: dict[str, int] = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split("|")}
# "listopada" is October in Croatian and November in Polish; Polish pages are far more.
MONTHS["listopada"] = 11
