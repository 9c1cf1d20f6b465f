"""Keep what becomes of a case after its first letter: its stages, its pauses and extensions, outcomes, what follows."""

from django.db import models


class StageRun(models.Model):
    """One stage of a case: when it was asked for, what its clocks count from, and when it was answered.

    ``acknowledged_on`` is when this stage's own acknowledgement left. ``is_spoken``: asked for by word of mouth, so a
    statutory stage 2 waits for the written statement. ``reply_arrived_on`` is known only if the person says so.
    ``after_missed_limit``: the person went on because the stage before was late.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="stage_runs")
    stage = models.PositiveSmallIntegerField()
    requested_on = models.DateField(null=True)
    request_mail = models.ForeignKey("cases.Mail", null=True, on_delete=models.PROTECT, related_name="+")
    after_missed_limit = models.BooleanField(default=False)
    is_spoken = models.BooleanField(default=False)
    acknowledged_on = models.DateField(null=True)
    started_on = models.DateField(null=True)
    statement_agreed_on = models.DateField(null=True)
    reply_sent_on = models.DateField(null=True)
    reply_channel = models.CharField(max_length=10, blank=True)
    reply_arrived_on = models.DateField(null=True)
    panel_met_on = models.DateField(null=True)
    panel_reported_on = models.DateField(null=True)

    class Meta:
        app_label = "cases"
        ordering = ["stage"]
        constraints = [models.UniqueConstraint(fields=["case", "stage"], name="stage_run_once")]


class PauseRow(models.Model):
    """One stretch on which the clocks of a case (``matter`` 0) or one matter stand still; open without ``until_on``.

    One that should never have been is ``taken_back``: it is kept, and counts for nothing.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="pauses")
    stage = models.PositiveSmallIntegerField()
    matter = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=24)
    why = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    paused_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    resumed_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    taken_back = models.BooleanField(default=False)

    class Meta:
        app_label = "cases"
        ordering = ["from_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "stage", "matter"],
                condition=models.Q(until_on=None, taken_back=False),
                name="one_open_pause",
            )
        ]


class ExtensionRow(models.Model):
    """One extension of a reply: the new day, the reason the person was given, who decided it, when they were told.

    One that was written down wrongly is ``taken_back``: it is kept, and moves nothing.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="extensions")
    stage = models.PositiveSmallIntegerField()
    matter = models.PositiveSmallIntegerField(default=0)
    until_on = models.DateField()
    why = models.TextField()
    told_on = models.DateField()
    decided_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back = models.BooleanField(default=False)

    class Meta:
        app_label = "cases"
        ordering = ["at", "id"]


class NeighbourNote(models.Model):
    """What a person wrote down of one date of a clock that runs beside a case's own: met on a day, or not owed.

    ``clock`` and ``what`` are ids of ``config/clocks.toml``; ``began_on`` is the day that clock began, so that a later
    request of the same kind is not taken for answered. ``met_at`` stands where the limit counts hours. ``why_not`` says
    why nothing is owed. With neither it was taken out again; its events keep what stood there.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="neighbour_notes")
    clock = models.CharField(max_length=40)
    what = models.CharField(max_length=40)
    began_on = models.DateField()
    met_on = models.DateField(null=True)
    met_at = models.DateTimeField(null=True)
    why_not = models.TextField(blank=True)
    by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "cases"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "clock", "what", "began_on"], name="neighbour_noted_once")
        ]


class Parking(models.Model):
    """One matter (0: all of a case) that waits for something outside: a court, the police, a decision still to come.

    A person asks again on ``ask_again_on``, whatever happens; a row is never removed, only ended.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="parkings")
    matter = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=30)
    why = models.TextField()
    parked_on = models.DateField()
    ask_again_on = models.DateField(db_index=True)
    parked_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    how_ended = models.TextField(blank=True)

    class Meta:
        app_label = "cases"
        ordering = ["id"]


class Outcome(models.Model):
    """What one stage found about one matter, and how it is put right."""

    matter = models.ForeignKey("cases.Matter", on_delete=models.PROTECT, related_name="outcomes")
    stage = models.CharField(max_length=12)
    finding = models.CharField(max_length=20)
    remedies = models.JSONField(default=list)
    words = models.TextField(blank=True)
    decided_on = models.DateField()
    decided_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "cases"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["matter", "stage"], name="outcome_once")]


class Recommendation(models.Model):
    """One thing the council said it will do, with its owner and its day, until it is done or given up with a reason.

    ``moves`` are the times its day was moved, oldest first: from, to, why, by (a member's id) and on.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="recommendations")
    matter = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=12)
    words = models.TextField()
    owner = models.CharField(max_length=120)
    due_on = models.DateField(db_index=True)
    state = models.CharField(max_length=12, default="open", db_index=True)
    made_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    moves = models.JSONField(default=list)
    ended_on = models.DateField(null=True)
    ended_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    how_ended = models.TextField(blank=True)

    class Meta:
        app_label = "cases"
        ordering = ["due_on", "id"]


class MatterStep(models.Model):
    """One step of one matter's life: from where to where, on which day, why, and which mail it hangs on.

    The reason and the person's own words stand here and not in the event of the step, which holds no words.
    """

    matter = models.ForeignKey("cases.Matter", on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=30)
    from_state = models.CharField(max_length=14)
    to_state = models.CharField(max_length=14)
    from_route = models.CharField(max_length=60)
    to_route = models.CharField(max_length=60)
    stage = models.PositiveSmallIntegerField()
    on = models.DateField()
    why = models.TextField(blank=True)
    mail = models.ForeignKey("cases.Mail", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "cases"
        ordering = ["id"]


class StageRequest(models.Model):
    """A wish for a later stage that a person must first decide about: its procedure has a gate, or it came late.

    ``why_asked`` is "gate" or "late"; ``state`` is pending, agreed or refused. The day it was asked for stays, so that
    the clocks of an agreed stage count from it.
    """

    matter = models.ForeignKey("cases.Matter", on_delete=models.PROTECT, related_name="requests")
    stage = models.PositiveSmallIntegerField()
    why_asked = models.CharField(max_length=10)
    requested_on = models.DateField()
    mail = models.ForeignKey("cases.Mail", null=True, on_delete=models.PROTECT, related_name="+")
    is_spoken = models.BooleanField(default=False)
    after_missed_limit = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="pending", db_index=True)
    asked_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.TextField(blank=True)
    decided_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)

    class Meta:
        app_label = "cases"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "stage"], condition=models.Q(state="pending"), name="one_pending_request"
            )
        ]
