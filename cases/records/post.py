"""Keep which letters went to the mail server for which address, so that no two machines can answer each other."""

from django.db import models


class Correspondent(models.Model):
    """One address letters go to. Its row is locked while a letter to it is counted, over all cases and workers."""

    address = models.CharField(max_length=320, unique=True)

    class Meta:
        app_label = "cases"


class Posting(models.Model):
    """One letter taken for sending. A second try of the same letter is no second posting.

    ``words`` is the SHA-256 of what the letter says, its case's reference left out.
    """

    correspondent = models.ForeignKey(Correspondent, on_delete=models.PROTECT, related_name="postings")
    letter = models.ForeignKey("cases.Letter", on_delete=models.PROTECT, related_name="postings")
    signed_at = models.DateTimeField()
    words = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "cases"
        indexes = [models.Index(fields=["correspondent", "at"], name="posting_by_address")]
        constraints = [models.UniqueConstraint(fields=["letter", "signed_at"], name="posted_once")]
