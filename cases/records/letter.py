"""Keep each letter: the words drafted, the words changed, who wrote, who signed, and whether it left."""

from django.db import models

from cases.states import LetterState


class Letter(models.Model):
    """One letter of a case. ``drafted`` is what Putright composed, ``draft`` what it says now (``letters.plain``).

    ``writer`` is the last person who changed or sent it for signing, and can never be ``signer``. ``docx_digest``
    names the signed file in the blob store; ``approved_digest`` is the digest of the words that were signed.
    ``released_at`` is when a person let a letter go out that the last guard had held; ``came_back_at`` when a mail
    server reported that it did not arrive.

    ``is_further`` is a letter that a person began beside the acknowledgement: what they said for it is in ``said``, the
    numbers of the matters it speaks of in ``about``. ``channel`` is "email" or "post"; a letter by post is
    ``posted_on`` a day that a person gives. ``copied_at`` is when a copy stood in the Sent folder of the mailbox.
    ``made_with`` keeps the versions (procedures, words, layout, Putright) the signed letter was made with.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="letters")
    letter = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=[(s, s) for s in LetterState], default=LetterState.DRAFT)
    drafted = models.JSONField()
    draft = models.JSONField()
    template_version = models.CharField(max_length=64)
    is_further = models.BooleanField(default=False)
    said = models.JSONField(default=dict)
    about = models.JSONField(default=list)
    channel = models.CharField(max_length=8, default="email")
    posted_on = models.DateField(null=True)
    copied_at = models.DateTimeField(null=True)
    copy_trouble = models.TextField(blank=True)
    pdf_digest = models.CharField(max_length=64, blank=True)
    made_with = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    writer = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    editors = models.ManyToManyField("cases.TeamMember", related_name="+")
    asked_at = models.DateTimeField(null=True)
    missing_reason = models.TextField(blank=True)
    signer = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)
    docx_digest = models.CharField(max_length=64, blank=True)
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    send_at = models.DateTimeField(null=True)
    sending_since = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("cases.TeamMember", null=True, on_delete=models.PROTECT, related_name="+")
    came_back_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        app_label = "cases"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(signer__isnull=True) | ~models.Q(signer=models.F("writer")),
                name="signer_is_not_writer",
            ),
        ]
        indexes = [models.Index(fields=["state", "send_at"], name="letter_due")]
