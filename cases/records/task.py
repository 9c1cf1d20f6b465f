"""Keep what somebody must still do for a case, who covers for whom, and whom the morning's mail has told."""

from django.db import models


class Task(models.Model):
    """One thing to do for a case (``matter`` 0) or one of its matters, until it is done or not needed, with the reason.

    ``key`` names what raised it, so that the same cause raises it once. ``raised_by`` is None for Putright itself.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="tasks")
    matter = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=30, db_index=True)
    words = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, default="open", db_index=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    assignee = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="tasks")
    raised_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    ended_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        app_label = "cases"
        ordering = ["due_at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="task_once")]


class Conflict(models.Model):
    """One member who may not handle or sign a case, why, and who said so (None: found by Putright in its words)."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="conflicts")
    member = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="conflicts")
    why = models.CharField(max_length=300)
    state = models.CharField(max_length=12, default="open")
    said_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    lifted_why = models.TextField(blank=True)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["case", "member"], name="conflict_once")]


class Absence(models.Model):
    """One stretch of days, both included, on which somebody is away and somebody else covers for them.

    Without a ``cover`` their cases stand on every manager's list. ``ended_at`` is when it was taken back, or when they
    came back before its end.
    """

    member = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="covers")
    from_on = models.DateField()
    until_on = models.DateField()
    said_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "cases"
        ordering = ["from_on", "id"]


class Digest(models.Model):
    """One morning's mail to one member; a row without ``sent_at`` is still to leave, and is tried at ``try_at``.

    ``lines`` are the cases and tasks it named; where there was nothing to tell, no mail left and ``lines`` is 0.
    """

    member = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="digests")
    on = models.DateField()
    lines = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["member", "on"], name="digest_once")]
