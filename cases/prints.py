"""Find nearly the same mails among all, by their prints, without reading them all; and number the campaigns."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.models import Campaign, Mail, PrintBand, TextPrint
from cases.plain import message_of
from cases.states import MailState
from config.thresholds import default_thresholds
from ingest.message import Message
from routing.alike import are_alike
from routing.case_signs import passed_on
from routing.fingerprint import Print, draw_print
from routing.resemblance import without_sentences_of

WORDS, PASSED = "words", "passed"
MOST_PASSED = 5
"""Texts a mail passes on that are looked up: a forward and its first attachments."""
MOST_READ = 20
"""Mails whose words are compared, those with most bands in common first."""
COPIES = (MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Hold what is compared of one mail: its writer's own words, and the texts it passes on."""

    words: str
    passed: tuple[str, ...] = ()

    def prints(self) -> list[tuple[str, int, Print]]:
        """Return the prints of those texts that are long enough for one, each with its piece and number."""
        found = [(WORDS, 0, draw_print(self.words))]
        found += [(PASSED, number, draw_print(text)) for number, text in enumerate(self.passed[:MOST_PASSED])]
        return [(piece, number, drawn) for piece, number, drawn in found if drawn]


def texts_of(message: Message, ours: Sequence[str] = ()) -> Texts:
    """Return what is compared of a message; ``ours`` are letters of ours, whose sentences are not the writer's."""
    return Texts(words=without_sentences_of(message.own_words, ours), passed=passed_on(message))


def find_alike(mail: Mail, texts: Texts) -> list[Mail]:
    """Return earlier mails that may hold one of these texts, likeliest first; the words are still to be compared."""
    limits = default_thresholds().likeness
    since = mail.received_at - timedelta(days=limits.look_back_days)
    counted = _count_shared((drawn for _, _, drawn in texts.prints()), limits.candidates)
    likely = [print_id for print_id, _ in counted.most_common(MOST_READ)]
    rows = {row.pk: row for row in TextPrint.objects.filter(pk__in=likely).select_related("mail")}
    found = dict.fromkeys(rows[print_id].mail for print_id in likely if print_id in rows)
    return [other for other in found if other.pk != mail.pk and other.received_at >= since and other.text]


def keep_prints(mail: Mail, texts: Texts) -> None:
    """Keep the prints of a mail; the second time changes nothing. The caller holds the transaction."""
    for piece, number, drawn in texts.prints():
        row, is_new = TextPrint.objects.get_or_create(
            mail=mail, piece=piece, number=number, defaults={"words": drawn.words}
        )
        if is_new:
            PrintBand.objects.bulk_create(PrintBand(band=band, text_print=row) for band in drawn.bands)


def note_campaign(mail: Mail, texts: Texts, likely: Iterable[Mail]) -> Campaign | None:
    """Put a mail with those of other people that say nearly the same; None if there is none. Nothing is merged.

    The caller holds the transaction and has kept the mail's prints.
    """
    alike = [other for other in likely if _is_of_another(mail, other) and are_alike(texts.words, _words_of(other))]
    if not alike:
        return None
    members = TextPrint.objects.filter(piece=WORDS, mail__in=[mail, *alike])
    known = list(Campaign.objects.filter(prints__in=members).distinct().order_by("first_at", "pk"))
    first_at = min([mail.received_at, *(other.received_at for other in alike)])
    campaign = known[0] if known else Campaign.objects.create(first_at=first_at)
    if first_at < campaign.first_at:
        campaign.first_at = first_at
        campaign.save(update_fields=["first_at"])
    # Two groups that one mail belongs to are one campaign, whichever mail came first.
    TextPrint.objects.filter(campaign__in=known[1:]).update(campaign=campaign)
    members.update(campaign=campaign)
    return campaign


def members_of(campaign_id: int) -> list[Mail]:
    """Return the mails of a campaign that are cases of their own, the oldest first."""
    rows = Mail.objects.filter(prints__campaign=campaign_id, case__isnull=False).exclude(state__in=COPIES)
    return list(rows.distinct().order_by("received_at", "pk"))


def count_members(campaign_id: int) -> tuple[int, datetime | None]:
    """Return from how many people a campaign's mails came, and when the first one did."""
    rows = Mail.objects.filter(prints__campaign=campaign_id, case__isnull=False).exclude(state__in=COPIES)
    first = Campaign.objects.filter(pk=campaign_id).values_list("first_at", flat=True).first()
    return rows.values("sender_address").distinct().count(), first


def _count_shared(prints: Iterable[Print], most: int) -> Counter[int]:
    """Count for each kept print how many bands it shares; of every band only the newest prints are looked at."""
    counted: Counter[int] = Counter()
    bands = [band for drawn in prints for band in drawn.bands]
    for band in bands:
        newest = PrintBand.objects.filter(band=band).order_by("-text_print")
        counted.update(newest.values_list("text_print", flat=True)[: max(1, most // 20)])
    return counted


def _is_of_another(mail: Mail, other: Mail) -> bool:
    return other.sender_address != mail.sender_address and other.state not in COPIES


def _words_of(mail: Mail) -> str:
    return message_of(mail).own_words
