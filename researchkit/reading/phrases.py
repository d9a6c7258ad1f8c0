# ruff: noqa: E501  (the patterns are tables, a language or a case an entry)
"""What pages that are no article say of themselves, in the languages that we read most."""

from __future__ import annotations

import re


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# In a title or a heading: the page is not there.
MISSING_TITLE = _any(
    r"^\W*(?:error|fehler|erreur|oops)?\W*(?:404|410|500|502|503)\b(?!\s*(?:\w+\s+){0,3}(?:story|years|flight|miles))",
    r"\b(?:error|fehler|erreur|http)\W{0,3}(?:404|410|500|503)\b",
    r"\b(?:page|article|story|content|site)\b.{0,25}\b(?:not found|does ?n[o’']t exist|no longer (?:exists?|available)|unavailable)",
    r"\bnot found\b\W*$", r"(?:page|that) can[’']t be found", r"nothing (?:was )?found", r"something went wrong",
    r"seite\b.{0,20}\bnicht (?:gefunden|vorhanden|verfügbar)", r"\bhoppla\b", r"nicht gefunden\W*$", r"hier ist nichts",
    r"page (?:introuvable|non trouvée|inexistante)", r"página (?:no|não) (?:encontrada|existe)", r"no encontrad[ao]\W*$",
    r"pagina non (?:trovata|esiste)", r"pagina (?:bestaat niet|niet gevonden)", r"sidan? (?:hittades inte|kunde inte hittas|finns inte)",
    r"siden (?:blev ikke fundet|finnes ikke|ble ikke funnet)", r"sivua ei löyt", r"nie znaleziono", r"strona nie istnieje",
    r"страница не найдена", r"見つかりません", r"페이지를 찾을 수 없", r"页面不存在", r"找不到",
    r"(?:job|position|posting|vacancy|stelle)\b.{0,50}(?:no longer (?:open|available|accepting)|closed|filled|nicht mehr)",
)  # fmt: skip
MISSING_TEXT = _any(
    r"(?:could ?n[o’']t|can[’']?not|unable to|can[’']t) (?:find|locate|be found)", r"(?:may|might) have been (?:moved|removed|deleted|renamed)",
    r"(?:page|article|story|job|position)\b.{0,40}(?:does ?n[o’']t exist|no longer (?:exists|available|open)|has (?:expired|been (?:removed|deleted|moved|filled|closed)))",
    r"isn[’']t here", r"not found at this", r"(?:unexpected )?error (?:has )?occurred", r"(?:cannot|can[’']t) be displayed", r"try again later",
    r"existiert (?:leider )?nicht(?: mehr)?", r"verschoben(?: worden)?\W", r"(?:konnten?|kann) .{0,60}nicht (?:gefunden|finden)|keine seite finden",
    r"n[’']existe (?:pas|plus)", r"introuvable", r"no existe", r"ha (?:cambiado de|sido (?:eliminad|movid))", r"não existe|não foi encontrada",
    r"non esiste|è stata spostata", r"kan niet worden gevonden|bestaat niet", r"finns inte|har flyttats", r"finnes ikke|findes ikke",
    r"nie istnieje|nie została znaleziona", r"не существует|не найдена", r"移動または削除", r"삭제되었거나", r"已被删除",
)  # fmt: skip
CONSENT = _any(
    r"\bcookies?\b", r"\bconsent\b", r"your privacy", r"privacy (?:settings|preferences|policy|center|centre)", r"personal(?:ised|ized) (?:ads?|advertising|content)",
    r"personal data", r"(?:our|unsere|nos|nuestros|onze|våra) (?:\d+ )?(?:partners?|partner|partenaires|socios|partnern)\b", r"on a device",
    r"(?:accept|reject|agree) (?:all|and)", r"manage (?:options|preferences)", r"tracking",
    r"einwilligung|einwilligen|zustimmung|zustimmen|akzeptieren|datenschutz\w*|personenbezogene|werbetracking|widerrufbar",
    r"consentement|vie privée|publicités? .{0,20}personnalisé|données personnelles|tout accepter|sans accepter|confidentialité",
    r"consentimiento|privacidad|datos personales|aceptar|rechazar", r"consenso|informativa|accetta|rifiut", r"toestemming|voorkeuren|akkoord|persoonlijke ervaring",
    r"samtycke|integritet|personuppgifter|godkänn", r"samtykke|personvern|personoplysninger", r"zgod[aęy]\b|prywatnoś|ciasteczk", r"同意|クッキー|プライバシー", r"쿠키|동의",
)  # fmt: skip
CONSENT_WALL = _any(
    r"before you (?:continue|go on)", r"we (?:value|care about|respect) your privacy|your privacy (?:matters|is important)", r"(?:agree|consent|accept) .{0,40}(?:cookies|continue)",
    r"asks for (?:your )?consent", r"we and our .{0,20}partners", r"(?:store|access).{0,40}information on a device", r"use(?:s)? cookies", r"use of cookies",
    r"wir .{0,40}(?:ihre|deine) (?:zustimmung|einwilligung)", r"(?:zustimmung|einwilligung|tracking)\b.{0,80}(?:widerruf|werbung|cookies|nicht anzeigen)", r"mit (?:ihrer|deiner) (?:einwilligung|zustimmung)",
    r"mit werbung (?:und tracking|lesen|weiterlesen)", r"verwenden (?:wir )?.{0,40}cookies", r"respect de votre vie privée", r"stockons et/ou|nous utilisons des cookies|(?:retirer|donner) votre consentement",
    r"(?:usamos|utilizamos|uso de) .{0,20}cookies|socios almacen", r"utilizziamo (?:i )?cookie|con il tuo consenso", r"uw toestemming|gebruiken (?:wij )?.{0,20}cookies",
    r"(?:lagrar|använder) .{0,60}cookies", r"bruker .{0,30}(?:cookies|informasjonskapsler)|bruger .{0,30}cookies", r"używamy .{0,20}(?:cookies|ciasteczek)", r"クッキーを使用",
)  # fmt: skip
LOGIN = _any(
    r"(?:log|sign) ?in to (?:continue|view|read|see|your|access|\w+$)", r"(?:must|need to|have to|please) (?:be )?(?:log|logged|sign|signed|register)(?:ed)?\W? ?in", r"please (?:log|sign) in",
    r"members only", r"authentication required", r"session has expired", r"forgot(?:ten)? (?:your )?password", r"already a member", r"sign up in a minute|join .{0,30} to see", r"^\W*(?:log|sign) ?in\b.{0,25}$",
    r"melden sie sich (?:bitte )?(?:an|mit)|bitte melden sie sich|bitte (?:ein)?loggen|passwort vergessen|^\W*(?:anmelden|einloggen|anmeldung|login)\W*$|nur für (?:registrierte|angemeldete|mitglieder)|kundenportal",
    r"connectez-vous|vous devez être connecté|^\W*connexion\W*$|mot de passe oublié", r"inici(?:a|e|ar) sesión|has olvidado tu contraseña|debes iniciar", r"accedi (?:per|al)|password dimenticata",
    r"ingelogd zijn|^\W*inloggen\W*$|wachtwoord vergeten", r"logga in för|glömt lösenord", r"zaloguj się", r"ログインしてください|会員登録", r"로그인",
)  # fmt: skip
NEEDS_SCRIPT = _any(
    r"(?:enable|turn on|activate|requires?|need) (?:to enable )?java ?script", r"java ?script (?:is|must be|and cookies|to run|in ihrem|aktivier|in your)", r"aktivieren sie java ?script", r"activ(?:er|ez|ar?) java ?script",
    r"checking your browser", r"just a moment", r"verify (?:that )?you are (?:a )?human|are you a robot|not a robot", r"automation tools", r"ddos protection", r"unsupported browser", r"^\W*(?:loading|wird geladen|chargement|cargando)\W*$",
)  # fmt: skip
PAYWALL = _any(
    r"(?:subscribe|sign up|register|log in|become a (?:member|subscriber)) (?:now )?(?:to|and) (?:continue|keep|read|view|unlock|access|see)", r"to (?:continue reading|read the (?:full|rest|whole|entire))", r"continue reading (?:this|with|for|your)",
    r"(?:for|to) (?:paid |paying )?(?:subscribers|members)(?: only|\W*$)", r"(?:subscriber|member|premium)[- ](?:only|exclusive)", r"reached your .{0,30}limit", r"already a subscriber", r"unlimited access from|unlock this (?:article|story)",
    r"rest of (?:this|the) (?:article|story|post)", r"(?:nur|exklusiv) für (?:abonnent|plus|mitglied)", r"weiterlesen mit|jetzt weiterlesen|(?:um|zum) weiter(?:zu)?lesen|sie haben schon ein abo|bereits (?:abonnent|digitalabo|registriert)",
    r"(?:la suite|cet article|contenu) est réservée? aux abonnés|réservé aux abonnés|il vous reste \d+ ?%", r"(?:exclusivo|solo) para (?:suscriptores|abonados)|suscríbete para (?:seguir|continuar)|para seguir leyendo",
    r"riservato agli abbonati|abbonati per continuare", r"alleen voor abonnees|verder lezen\?", r"bara för prenumeranter|endast för prenumeranter|bli prenumerant", r"kun for abonnenter|bli abonnent|kræver abonnement",
    r"tylko dla (?:subskrybentów|prenumeratorów)", r"exclusivo para assinantes", r"この記事は(?:会員|有料)|会員限定|有料会員", r"유료 (?:회원|구독)", r"только для подписчиков",
)  # fmt: skip
PAGED = _any(
    r"\b(?:page|seite|página|pagina|sida|strona|side)\s+1\s+(?:of|von|de|di|van|av|z|/)\s+[2-9]\d?\b", r"^\W*(?:next page|nächste seite|auf seite 2(?: lesen)?|page suivante|página siguiente|pagina successiva|volgende pagina|nästa sida)\W*$",
    r"read the (?:full|whole|complete) (?:story|article|post) (?:on|at)\b", r"^\W*(?:pages?|seiten?)\s*:\s*1\s+2\b", r"^\W*1\s*/\s*[2-9]\W*$", r"continued on page 2",
)  # fmt: skip
