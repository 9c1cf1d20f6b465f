"""Keep everything that happened, in chains in which no link can be changed unseen."""

from django.db import models


class Event(models.Model):
    """One thing that happened. Events of one chain ("case:12", "mail:40", "mailbox:1") are linked by hash.

    ``actor`` is None for Putright itself. ``facts`` holds ids, codes and counts; a case's people and words stay in the
    case. ``digest`` covers the event and the digest before it.
    """

    chain = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="events")
    facts = models.JSONField(default=dict)
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        app_label = "cases"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="link_once")]
