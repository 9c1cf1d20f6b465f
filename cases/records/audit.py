"""Keep what lets a check notice that events were cut off, and the totals of monitoring answers."""

from django.db import models


class Seal(models.Model):
    """One seal over the newest links of all chains at a time; each seal also covers the one before it."""

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    events = models.PositiveBigIntegerField()
    last_event = models.PositiveBigIntegerField()
    before = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
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
