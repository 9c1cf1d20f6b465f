"""Keep whom an alert has reached: each call for help, and each referral until it was answered."""

from django.db import models


class Call(models.Model):
    """One call about an alert to one contact by one channel; it holds nothing of the mail.

    ``step`` says which of the timers asked for it, as ``config/safety.toml`` names them ("duty", "unopened", "hour_2").
    ``due_at`` is when it is tried next, ``trouble`` why the last try failed; ``ended_at`` is set where nobody needs to
    be reached any more.
    """

    alert = models.ForeignKey("cases.Alert", on_delete=models.PROTECT, related_name="calls")
    step = models.CharField(max_length=16)
    contact = models.CharField(max_length=16)
    channel = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    reached_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["alert", "step", "contact", "channel"], name="call_once")]


class Referral(models.Model):
    """One referral of an alert to the front door or the LADO: told by telephone, confirmed in writing, answered.

    ``to`` is "front_door", "emergency_duty" or "lado". ``taken_by`` is who took it there. ``due_at`` is by when they
    are told, ``write_by`` by when it is confirmed in writing. ``accused``: the team's own member it is about, if it is
    one.
    """

    alert = models.ForeignKey("cases.Alert", on_delete=models.PROTECT, related_name="referrals")
    to = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    write_by = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    taken_by = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField(null=True)
    answer_due_on = models.DateField(null=True, db_index=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)
    why_not = models.TextField(blank=True)
    accused = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["alert", "to"], name="referral_once")]
