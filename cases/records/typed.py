"""Keep what somebody is typing in for a part that no machine could read, until they say that it is done."""

from django.db import models

from cases.records.mail import Mail

WHOLE_MAIL = -1
"""The number of the part that is the mail itself; any other is an attachment's index."""


class TypedDraft(models.Model):
    """One person's unfinished typing for one part of one mail; when it is done it goes to the mail, and this away.

    ``danger`` is "yes", "no" or "" (not answered); ``much`` is "all", "most", "little" or "".
    """

    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="drafts")
    part = models.SmallIntegerField(default=WHOLE_MAIL)
    member = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    danger = models.CharField(max_length=8, blank=True)
    much = models.CharField(max_length=8, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["mail", "part", "member"], name="draft_once")]
