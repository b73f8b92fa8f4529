"""Dates as Moodle writes them in the language of its site. What can be read in two ways stays unknown. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
# A line for each month, as it stands in a date: English, German, Dutch, the Nordic ones, French, Spanish, Catalan,
# Galician, Basque, Portuguese, Italian, Romanian; Polish, Czech, Slovak, Slovene; Russian, Ukrainian, Bulgarian; Greek,
# Turkish, Hungarian, Estonian, Latvian, Lithuanian, Indonesian; Thai, Hindi, Arabic, Hebrew, Persian.
LINES = """\
january januar jänner januari tammikuuta janvier enero gener xaneiro urtarrila janeiro gennaio ianuarie stycznia \
ledna leden januára января січня януари ιανουαρίου ocak január jaanuar janvāris sausio มกราคม जनवरी يناير ינואר ژانویه
february februar februari helmikuuta février febrero febrer febreiro otsaila fevereiro febbraio februarie lutego \
února únor februára февраля лютого февруари φεβρουαρίου şubat február veebruar februāris vasario กุมภाพันธ์ กุมภาพันธ์ \
फ़रवरी फरवरी فبراير פברואר فوریه
march märz maart mars marts maaliskuuta marzo març martxoa março martie marca března březen марта березня март \
μαρτίου mart március märts kovo maret มีนาคม मार्च مارس מרץ
april huhtikuuta avril abril apirila aprile aprilie kwietnia dubna duben apríla апреля квітня април απριλίου nisan \
április aprill aprīlis balandžio เมษายน अप्रैल أبريل אפריל آوریل
may mai mei maj toukokuuta mayo maig maio maiatza maggio maja května květen mája мая травня май μαΐου mayıs május \
gegužės พฤษภาคม मई مايو מאי مه
june juni kesäkuuta juin junio juny xuño ekaina junho giugno iunie czerwca června červen júna junija июня червня юни \
ιουνίου haziran június juuni jūnijs birželio มิถุนายน जून يونيو יוני ژوئن
july juli heinäkuuta juillet julio juliol xullo uztaila julho luglio iulie lipca července červenec júla julija июля \
липня юли ιουλίου temmuz július juuli jūlijs liepos กรกฎาคม जुलाई يوليو יולי ژوئیه
august augustus augusti elokuuta août agosto agost abuztua sierpnia srpna srpen augusta avgusta августа серпня август \
αυγούστου ağustos augusztus augusts rugpjūčio agustus สิงหาคม अगस्त أغسطس אוגוסט اوت
september septembre septiembre setembre setembro iraila settembre septembrie syyskuuta września září septembra \
сентября вересня септември σεπτεμβρίου eylül szeptember septembris rugsėjo กันยายน सितंबर सितम्बर سبتمبر ספטמבר سپتامبر
october oktober octobre octubre outubro urria ottobre octombrie lokakuuta października října říjen októbra oktobra \
октября жовтня октомври οκτωβρίου ekim október oktoober oktobris spalio ตุลาคม अक्टूबर अक्तूबर أكتوبر אוקטובר اکتبر
november novembre noviembre novembro azaroa noiembrie marraskuuta novembra ноября листопада ноември νοεμβρίου kasım \
novembris lapkričio พฤศจิกายน नवंबर नवम्बर نوفمبر נובמבר نوامبر
december dezember desember décembre diciembre desembre decembro abendua dezembro dicembre decembrie joulukuuta grudnia \
prosince prosinec decembra декабря грудня декември δεκεμβρίου aralık detsember decembris gruodžio desember ธันวาคม \
दिसंबर दिसम्बर ديسمبر דצמבר دسامبر"""
# November in Polish and Czech, October in Croatian: which one the day of the week tells.
LEAF_FALL = frozenset(("listopad", "listopada", "listopadu"))
NOT_CROATIAN = "poniedziałek wtorek środa czwartek piątek niedziela pondělí úterý středa čtvrtek pátek neděle"
CROATIAN = "ponedjeljak utorak srijeda četvrtak petak subota nedjelja"
SHORTEST = 3
BUDDHIST, BUDDHIST_FROM = 543, 2400

_CLOCK = re.compile(r"(?<![0-9.])([0-9]{1,2})[:.h]([0-9]{2})(?:[:.][0-9]{2})?(?![.:]?[0-9])")
_AFTERNOON = re.compile(r"(?<![^\W\d_])p\.?\s?m\b|午後|下午|오후")
_MORNING = re.compile(r"(?<![^\W\d_])a\.?\s?m\b|午前|上午|오전")
_NUMBERED = re.compile(r"([0-9]{4})\s*[年년]\s*([0-9]{1,2})\s*[月월]\s*([0-9]{1,2})\s*[日일]")
_VIETNAMESE = re.compile(r"\b([0-9]{1,2})\s+tháng\s+([0-9]{1,2})(?:\s+năm)?,?\s+([0-9]{4})\b")
_DOTTED = re.compile(r"(?<![0-9.])([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})(?![0-9.])")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_DAY = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())


MONTHS = {_folded(word): number for number, line in enumerate(LINES.splitlines(), 1) for word in line.split()}


def local_date(said: str) -> tuple[int, int, int, int, int] | None:
    """Year, month, day, hour and minute of a date in whatever language; None where it cannot be told."""
    if len(said) > LONGEST:
        return None
    text = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in _folded(said))
    clocks = list(_CLOCK.finditer(text))
    if not clocks:
        return None
    clock = clocks[-1]
    hour = _hour(text, int(clock[1]))
    day = _day(text[: clock.start()] + " " + text[clock.end() :])
    return None if hour is None or day is None else (*day, hour, int(clock[2]))


def _hour(text: str, hour: int) -> int | None:
    afternoon, morning = _AFTERNOON.search(text), _MORNING.search(text)
    if not afternoon and not morning:
        return hour
    return hour % 12 + 12 * (afternoon is not None) if 1 <= hour <= 12 and not (afternoon and morning) else None


def _day(text: str) -> tuple[int, int, int] | None:
    if (found := _NUMBERED.search(text)) is not None:
        return int(found[1]), int(found[2]), int(found[3])
    if (found := _VIETNAMESE.search(text) or _DOTTED.search(text)) is not None:
        return int(found[3]), int(found[2]), int(found[1])
    years, days, months = _YEAR.findall(text), _DAY.findall(text), _months(text)
    if len(years) != 1 or len(days) != 1 or len(months) != 1:
        return None
    year = int(years[0])
    return year - BUDDHIST * (year > BUDDHIST_FROM), months.pop(), int(days[0])


def _months(text: str) -> set[int]:
    words = _words(text)
    if LEAF_FALL & words:
        return {month for month, days in ((10, CROATIAN), (11, NOT_CROATIAN)) if words & set(days.split())}
    whole = {MONTHS[word] for word in words if word in MONTHS}
    if whole:
        return whole
    short = [word for word in words if len(word) >= SHORTEST]
    return {number for name, number in MONTHS.items() if any(name.startswith(word) for word in short)}


def _words(text: str) -> set[str]:
    """Return what is made of letters and their marks."""
    kept = "".join(one if unicodedata.category(one)[0] in "LM" else " " for one in text)
    return set(kept.split())
