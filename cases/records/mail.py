"""Keep every mail that arrived: its bytes' digest, and how far it has come."""

from django.db import models

from cases.states import MailState

DUE = models.Q(stuck=False, state__in=[MailState.STORED, MailState.READ, MailState.SORTED])
"""Which mails a machine still has something to do with: what the sweep asks for."""


class Mail(models.Model):
    """One mail by its bytes. However often it was found, it is one row, and is handled once.

    ``received_at`` is the receiving server's time, else the sender's date, else the time we fetched it, as
    ``received_from`` says. ``text`` is the message as ``ingest.plain`` writes it. ``trouble`` says in plain words why
    the last try of the next step failed; a mail that is ``stuck`` waits for a person. ``own_case``: a person said that
    it is no copy, reply or machine's mail.
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

    class Meta:
        app_label = "cases"
        indexes = [
            models.Index(
                fields=["due_at"],
                name="mail_due",
                condition=models.Q(stuck=False, state__in=["stored", "read", "sorted"]),
            ),
            models.Index(fields=["stuck"], name="mail_stuck", condition=models.Q(stuck=True)),
        ]


class Alert(models.Model):
    """One sign of danger in one mail: the words, and what a named person did about it.

    ``flag`` is "safeguarding", "self_harm" or "unscreened" (words could not be read, so nobody has looked for danger).
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

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["mail", "flag"], name="alert_once")]
