"""Keep how a mail came to a case that it did not open, and which mails are nearly the same."""

from django.db import models


class Joining(models.Model):
    """One mail that was put with a case: by whom (None: by Putright), out of which case, and what it raises.

    ``raises`` are [words, quote]: what the mail holds that the case did not hold yet. ``came_with`` names the case the
    mail had opened before a person put it with another, and ``was`` the state it was in, so that it can be taken back.
    """

    mail = models.OneToOneField("cases.Mail", on_delete=models.PROTECT, related_name="joining")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="joinings")
    came_with = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="gave")
    was = models.CharField(max_length=12, blank=True)
    member = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    raises = models.JSONField(default=list)

    class Meta:
        app_label = "cases"


class Campaign(models.Model):
    """A number of nearly the same mails from different people; each has its own case and clock all the same."""

    first_at = models.DateTimeField()

    class Meta:
        app_label = "cases"


class TextPrint(models.Model):
    """The print of one text of a mail: its writer's own words ("words"), or what it passes on ("passed")."""

    mail = models.ForeignKey("cases.Mail", on_delete=models.PROTECT, related_name="prints")
    piece = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField(default=0)
    words = models.PositiveIntegerField()
    campaign = models.ForeignKey(Campaign, null=True, on_delete=models.PROTECT, related_name="prints")

    class Meta:
        app_label = "cases"
        constraints = [models.UniqueConstraint(fields=["mail", "piece", "number"], name="print_once")]


class PrintBand(models.Model):
    """One band of a print (``routing.fingerprint``): texts that are nearly the same share one."""

    band = models.BigIntegerField()
    text_print = models.ForeignKey(TextPrint, on_delete=models.PROTECT, related_name="bands", db_index=False)

    class Meta:
        app_label = "cases"
        # Newest first among equals: a campaign of thousands is looked into from its end.
        indexes = [models.Index(fields=["band", "-text_print"], name="print_band")]
