"""Keep the judgements people make about refusing a matter and about a writer's behaviour, with their reasons."""

from django.db import models


class Discretion(models.Model):
    """One judgement that a person made before a letter could say no, or keep a children's matter out of its procedure.

    ``question`` is the reason's code, or another of ``config/discretion.toml`` ("wrong_procedure"). ``route`` is the
    value the matter had ("out_of_scope:over_a_year"). ``considered`` are [question, answer] in the person's words.
    ``decision`` is "take" or "not_take". ``other_side`` is what spoke for the other procedure, as they had it before
    them. ``ask_again_on`` is when a bar that may lift is looked at again. A later judgement of the same question is a
    row of its own.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="discretions")
    matter = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=30)
    route = models.CharField(max_length=60)
    decision = models.CharField(max_length=10)
    considered = models.JSONField(default=list)
    other_side = models.JSONField(default=list)
    ask_again_on = models.DateField(null=True)
    why = models.TextField()
    decided_by = models.ForeignKey("cases.TeamMember", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        app_label = "cases"
        ordering = ["id"]


class Behaviour(models.Model):
    """How one person's behaviour is dealt with, over all their cases, one step of the ladder at a time.

    Nothing here is read by routes, clocks or the queue's order. ``contacts`` is what was counted from our own records
    when a manager confirmed it. ``adjustments`` says which adjustments were considered first. ``steps`` are [step, day,
    member's id, why], each step that was taken; ``why`` is the newest reason.
    """

    person_address = models.CharField(max_length=320, db_index=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="behaviours")
    flags = models.JSONField(default=list)
    state = models.CharField(max_length=14, default="raised", db_index=True)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    contacts = models.JSONField(default=dict)
    adjustments = models.TextField(blank=True)
    confirmed_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True)
    steps = models.JSONField(default=list)
    warned_on = models.DateField(null=True)
    warning = models.ForeignKey("cases.Letter", null=True, on_delete=models.PROTECT, related_name="+")
    restriction = models.CharField(max_length=30, blank=True)
    restriction_words = models.TextField(blank=True)
    restricted_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    restricted_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    review_on = models.DateField(null=True, db_index=True)
    reviewed_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "cases"
        ordering = ["id"]
