"""Keep each case: the person, what was suggested and decided, its matters and its dates."""

from django.db import models

from cases.states import CaseState, MatterState


class ReferenceYear(models.Model):
    """The last number given out in a year, so that references have neither gaps nor doubles."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "cases"


class Case(models.Model):
    """One person's contact and all that follows from it.

    ``version`` grows with every save and travels in every form, so that two people cannot overwrite each other.
    ``next_due_on`` and ``next_due_what`` repeat the earliest open deadline for the queue's order. ``your_view_first``
    hides the suggestions until a person has chosen. ``doubts`` are [code, about, words]. ``kind`` and ``stage`` hold
    the values in force: a person's choice, else the suggestion. ``stage_requested_on`` is the day on which a later
    stage was asked for in a case already acknowledged; ``acknowledged_on`` is then that stage's own.
    ``which_case`` is "open" while a person must say if its message belongs to an earlier case (nothing is drafted or
    sent meanwhile, but its clock runs), then "own" or "joined"; "" if that was never asked. ``joined_to`` is the case
    that its messages were put with.
    """

    reference = models.CharField(max_length=30, unique=True)
    state = models.CharField(max_length=14, choices=[(s, s) for s in CaseState], default=CaseState.TRIAGE)
    channel = models.CharField(max_length=20, default="email")
    received_at = models.DateTimeField(db_index=True)
    subject = models.CharField(max_length=400, blank=True)
    gist = models.CharField(max_length=120)
    person_name = models.CharField(max_length=200, blank=True)
    person_post = models.TextField(blank=True)
    person_address = models.CharField(max_length=320, blank=True, db_index=True)
    relation = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=24)
    stage = models.CharField(max_length=12, blank=True)
    gist_by = models.CharField(max_length=12, default="putright")
    doubts = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    assignee = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="cases")
    your_view_first = models.BooleanField(default=False)
    is_young_person = models.BooleanField(default=False)
    has_open_alert = models.BooleanField(default=False, db_index=True)
    next_due_on = models.DateField(null=True)
    next_due_what = models.CharField(max_length=30, blank=True)
    stage_requested_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    waiting_for = models.TextField(blank=True)
    note = models.TextField(blank=True)
    assessed_by = models.CharField(max_length=100, blank=True)
    which_case = models.CharField(max_length=8, blank=True, db_index=True)
    joined_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="absorbed")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "cases"
        indexes = [models.Index(fields=["state", "next_due_on", "id"], name="case_queue")]


class Matter(models.Model):
    """One point of a case, with the route in force (chosen, else suggested) and its procedure at that time.

    ``state`` is what it is waiting for (``cases.states.MatterState``), ``stage`` the stage it has come to, and
    ``state_before`` where it goes on after it was parked. A matter is never removed: one that was split keeps its
    number and its parts name it, one that was merged names where it went.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="matters")
    number = models.PositiveSmallIntegerField()
    gist = models.CharField(max_length=160)
    route = models.CharField(max_length=20)
    reason = models.CharField(max_length=30, blank=True)
    procedure = models.CharField(max_length=60, blank=True)
    procedure_version = models.CharField(max_length=40, blank=True)
    needs_discretion = models.BooleanField(default=False)
    responder = models.CharField(max_length=120, blank=True)
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=14, choices=[(s, s) for s in MatterState], default=MatterState.STAGE_1)
    state_before = models.CharField(max_length=14, blank=True)
    stage = models.PositiveSmallIntegerField(default=1)
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        app_label = "cases"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="matter_once"),
            models.CheckConstraint(
                condition=models.Q(route="out_of_scope") ^ models.Q(reason=""), name="reason_iff_out_of_scope"
            ),
        ]


class Decision(models.Model):
    """One thing to decide about a case, what Putright suggested and what a person chose; both are kept.

    ``key`` is "kind", "stage", "matter:<n>" or "flag:<code>". A matter's value is its route, with the reason after a
    colon ("out_of_scope:court_proceedings"); a flag's is "yes" or "no". ``suggested`` is "" where Putright left it
    open. ``how`` is accepted, accepted_together, changed, or unseen (chosen before the suggestion was shown).
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    key = models.CharField(max_length=40)
    suggested = models.CharField(max_length=60, blank=True)
    sureness = models.CharField(max_length=12, blank=True)
    rule = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    note = models.CharField(max_length=60, blank=True)
    evidence = models.JSONField(default=list)
    chosen = models.CharField(max_length=60, blank=True)
    chosen_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=20, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        app_label = "cases"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="decision_once")]

    @property
    def value(self) -> str:
        """Return the value in force: what a person chose, else what was suggested."""
        return self.chosen or self.suggested


BY_DAY = (models.F("due_on").asc(nulls_last=True), "matter", "pk")
"""Dates in the order in which they come, one that stands still last: databases differ in where no day belongs."""


class DeadlineRow(models.Model):
    """One date of a case with its day-by-day receipt, as ``routing.deadlines`` counted it.

    While its clock is paused it has no day: ``due_on`` is None and ``paused_since`` says from when. ``first_due_on`` is
    the day before any pause or extension moved it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    what = models.CharField(max_length=30)
    matter = models.PositiveSmallIntegerField(default=0)
    stage = models.PositiveSmallIntegerField()
    due_on = models.DateField(null=True)
    paused_since = models.DateField(null=True)
    first_due_on = models.DateField(null=True)
    limit = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=20)
    anchor = models.CharField(max_length=40)
    anchor_on = models.DateField()
    source = models.CharField(max_length=400)
    procedure = models.CharField(max_length=60, blank=True)
    condition = models.CharField(max_length=300, blank=True)
    is_latest_possible = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    days = models.JSONField(default=list)
    met_on = models.DateField(null=True)

    class Meta:
        app_label = "cases"
        ordering = ["due_on", "matter"]
        constraints = [models.UniqueConstraint(fields=["case", "what", "matter"], name="deadline_once")]


class MaybeSame(models.Model):
    """Two cases that may be about the same person or mail, why, and what a person said of it.

    ``signs_for`` and ``signs_against`` are in plain words. ``asks``: a person must answer before anything is written.
    ``answer`` is "", "linked", "apart" or "joined".
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="maybe_same")
    other = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300)
    signs_for = models.JSONField(default=list)
    signs_against = models.JSONField(default=list)
    asks = models.BooleanField(default=False)
    answer = models.CharField(max_length=12, blank=True)

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["case", "other"], name="pair_once")]
