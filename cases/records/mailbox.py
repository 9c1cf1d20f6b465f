"""Keep the watched mailboxes, where each mail was found, and what the nightly check and the alarms have said."""

from django.db import models

from cases.records.mail import Mail


class Mailbox(models.Model):
    """One folder of one mailbox, and how the last looks at it went.

    ``watched`` folders are named in the administrator's file; one that was only imported from is not, and gives no
    alarm. ``polled_at`` is the last look that worked, ``looked_at`` the last one at all, ``failing_since`` the first of
    those that did not. ``trouble_kind`` is a ``MailboxTrouble``. Before ``wait_until`` the server wants to be left
    alone. ``renumbered_at`` is when the server last gave the folder new numbers. ``is_junk``: what comes from here the
    server took for spam. ``ours_from``: mails that came before are not ours to handle.
    """

    name = models.CharField(max_length=100)
    folder = models.CharField(max_length=200)
    uid_validity = models.BigIntegerField(null=True)
    last_uid = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(null=True)
    trouble = models.TextField(blank=True)
    trouble_kind = models.CharField(max_length=20, blank=True)
    watched = models.BooleanField(default=False)
    watched_from = models.DateTimeField(null=True)
    is_junk = models.BooleanField(default=False)
    ours_from = models.DateField(null=True)
    secret_ends_on = models.DateField(null=True)
    looked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)
    renumbered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["name", "folder"], name="mailbox_once")]


class LedgerEntry(models.Model):
    """One place a mail was found: no mail of the mailbox without an entry, no entry twice."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="entries")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="found")
    found_at = models.DateTimeField()

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="found_once")]


class NotGiven(models.Model):
    """One mail that the mailbox listed and would not give; asked for again until it is given or gone.

    ``gone_at``: when it was no longer listed, so that a person took it away before it could be read.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="not_given")
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    words = models.TextField()
    first_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["mailbox", "uid_validity", "uid"], name="not_given_once")]


class Reconciliation(models.Model):
    """One full count of a folder: every mail in it against the ledger. ``counts`` is keyed by ``Account``.

    ``fetched`` are the ids of mails that had been missed and were fetched by the count; ``open_uids`` the numbers that
    nothing accounts for; ``gone`` counts the mails that were found here once and are no longer listed, ``gone_mails``
    are the ids of the last of them; ``trouble`` says why the folder could not be counted.
    """

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="reconciliations")
    done_at = models.DateTimeField()
    listed = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    fetched = models.JSONField(default=list)
    open_uids = models.JSONField(default=list)
    gone = models.PositiveIntegerField(default=0)
    gone_mails = models.JSONField(default=list)
    trouble = models.TextField(blank=True)

    class Meta:
        app_label = "cases"
        indexes = [models.Index(fields=["mailbox", "-done_at"], name="reconciled")]


class Lease(models.Model):
    """One piece of work that only one process does at a time, until when, and by whom."""

    name = models.CharField(max_length=120, unique=True)
    owner = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField()

    class Meta:
        app_label = "cases"


class Notice(models.Model):
    """One alarm that the administrator is told of: at its start, once a day while it lasts, and when it is over.

    ``key`` names what it is about ("not_read:3"). ``gone_from`` is since when the alarm has been silent; it is over
    when it has been so for a while. ``told_at`` is the last mail that the mail server took.
    """

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    words = models.TextField()
    began_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    try_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    gone_from = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)
    over_told_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        constraints = [
            models.UniqueConstraint(fields=["key"], name="notice_once", condition=models.Q(over_at__isnull=True)),
        ]
