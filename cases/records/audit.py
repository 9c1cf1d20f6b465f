"""Keep what lets a check notice that events were cut off, and the totals of monitoring answers."""

from django.db import models


class Seal(models.Model):
    """One seal over the newest link of every chain that grew since the seal before, which it covers too.

    ``heads`` are [chain, number, digest]. ``events`` counts all that are sealed so far, ``last_event`` is the id of the
    newest. ``told_at`` is when it was written or told where whoever can change the database cannot.
    """

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    events = models.PositiveBigIntegerField()
    last_event = models.PositiveBigIntegerField()
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    heads = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        ordering = ["number"]


class MonitoringTotal(models.Model):
    """How often one answer to one monitoring question was given in a month by people on a route.

    Only totals are kept: no row leads back to a case, a person or a moment.
    """

    month = models.DateField()
    route = models.CharField(max_length=20)
    question = models.CharField(max_length=30)
    answer = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["month", "route", "question", "answer"], name="total_once")]
