"""Keep the people of the complaints team: who may decide, write and sign."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a member of the team may do."""

    OFFICER = "officer", "Complaints officer"
    MANAGER = "manager", "Complaints manager"
    ADMINISTRATOR = "administrator", "Administrator"


class TeamMember(AbstractUser):
    """One person who signs in. An officer decides and writes; a manager also signs; an administrator does neither.

    Without ``digest_on`` no morning's mail goes to them; a manager is told of danger and late dates all the same.
    """

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OFFICER)
    keys_on = models.BooleanField(default=True)
    highlights_on = models.BooleanField(default=True)
    digest_on = models.BooleanField(default=True)

    class Meta:
        app_label = "cases"

    @property
    def full_name(self) -> str:
        """Return the name as letters and pages show it."""
        return self.get_full_name() or self.username

    @property
    def may_decide(self) -> bool:
        """Say whether they may read cases, decide and write letters."""
        return self.role in {Role.OFFICER, Role.MANAGER}

    @property
    def may_sign(self) -> bool:
        """Say whether they may sign letters that somebody else wrote."""
        return self.role == Role.MANAGER
