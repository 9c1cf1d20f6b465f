"""Keep every mail that arrived: its bytes' digest, and how far it has come."""

from django.db import models

from cases.states import QUICK_STATES, MailState


class Again(models.TextChoices):
    """What is to be done once more with a mail: read whole in the slow lane, or judged anew by words that came in."""

    NOTHING = ""
    READ = "read"
    JUDGE = "judge"


DUE = models.Q(stuck=False, state__in=[*QUICK_STATES, MailState.PART_READ])
"""Which mails a machine still has something to do with before they are where they belong."""
SLOW = models.Q(stuck=False) & (
    models.Q(state=MailState.PART_READ) | (models.Q(again=Again.READ) & ~models.Q(state__in=QUICK_STATES))
)
"""Which mails wait for the slow lane: for the rest of a long scan, or to be read whole once more."""


class Mail(models.Model):
    """One mail by its bytes. However often it was found, it is one row, and is handled once.

    ``received_at`` is the receiving server's time, else the sender's date, else the time we fetched it, as
    ``received_from`` says. ``text`` is the message as ``ingest.plain`` writes it. ``trouble`` says in plain words why
    the last try of the next step failed; a mail that is ``stuck`` waits for a person. ``own_case``: a person said that
    it is no copy, reply or machine's mail. ``virus_scan`` is what the scan said of the mail and of each attachment (as
    ``cases.virus`` writes it, None before any scan); ``scan_awaited_from`` is since when it waits for one that cannot
    be asked. ``typed`` are the words that people typed in for parts no machine could read; ``again`` is what is to be
    done once more, and ``busy_until`` keeps two of the slow lane from the same mail. ``taken_out`` says which stretches
    nobody is shown because they answer monitoring questions, never what they say (``cases.monitoring.hiding``).
    """

    digest = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    received_at = models.DateTimeField(db_index=True)
    received_from = models.CharField(max_length=8, default="server")
    stored_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=[(s, s) for s in MailState], default=MailState.STORED)
    state_since = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    trouble = models.TextField(blank=True)
    stuck = models.BooleanField(default=False)
    subject = models.CharField(max_length=400, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    sender_address = models.CharField(max_length=320, blank=True, db_index=True)
    message_id = models.CharField(max_length=400, blank=True, db_index=True)
    automatic = models.CharField(max_length=40, blank=True)
    text = models.JSONField(null=True)
    unread_parts = models.PositiveSmallIntegerField(default=0)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="mails")
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    own_case = models.BooleanField(default=False)
    looked_at = models.DateTimeField(null=True)
    virus_scan = models.JSONField(null=True)
    scan_awaited_from = models.DateTimeField(null=True)
    typed = models.JSONField(default=list)
    again = models.CharField(max_length=8, choices=Again.choices, default=Again.NOTHING, blank=True)
    busy_until = models.DateTimeField(null=True)
    taken_out = models.JSONField(null=True)

    class Meta:
        app_label = "cases"
        indexes = [
            models.Index(
                fields=["due_at"],
                name="mail_due",
                condition=models.Q(stuck=False, state__in=["stored", "read", "sorted"]),
            ),
            models.Index(fields=["due_at"], name="mail_slow", condition=models.Q(stuck=False, state="part_read")),
            models.Index(fields=["due_at"], name="mail_again", condition=~models.Q(again="")),
            models.Index(
                fields=["scan_awaited_from"],
                name="mail_scan_awaited",
                condition=models.Q(scan_awaited_from__isnull=False),
            ),
            models.Index(fields=["stuck"], name="mail_stuck", condition=models.Q(stuck=True)),
        ]

    @property
    def is_slow(self) -> bool:
        """Say whether what comes next for it takes minutes, and waits in a lane of its own."""
        return self.state == MailState.PART_READ or (self.again == Again.READ and self.state not in QUICK_STATES)


class Alert(models.Model):
    """One sign of danger in one mail: the words, and what a named person did about it.

    ``flag`` is "safeguarding", "self_harm" or "unscreened" (words could not be read, so nobody has looked for danger).
    ``round`` is above 0 where words that were read later speak of it again, after somebody had dealt with the first.
    ``opened_at`` is when a person first had it before them, ``escalated_at`` and ``confirmed_at`` when it was passed on
    (to whom and how) and when the duty desk said that it has it, by whom there (``confirmed_with``). ``raised_by`` is
    the person who raised it by hand, None for Putright; ``is_miss``: Putright should have seen it and did not.
    """

    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="alerts")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="alerts")
    flag = models.CharField(max_length=20)
    words = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="open", db_index=True)
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    escalated_to = models.CharField(max_length=120, blank=True)
    escalated_how = models.CharField(max_length=12, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_with = models.CharField(max_length=120, blank=True)
    raised_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    is_miss = models.BooleanField(default=False)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["mail", "flag", "round"], name="alert_once")]
