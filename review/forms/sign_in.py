"""Check a sign-in: by user name or by work email address."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm

from cases.models import TeamMember


class SignInForm(AuthenticationForm):
    """Ask for a user name or email address and a password; the refusal never says which of them was wrong."""

    error_messages = {
        "invalid_login": "Enter the user name and password of a Putright account. Capital letters matter.",
        "inactive": "Enter the user name and password of a Putright account. Capital letters matter.",
    }

    def clean(self) -> dict[str, Any]:
        """Take a work email address as the user name it belongs to, if it belongs to exactly one."""
        typed = self.cleaned_data.get("username", "")
        if "@" in typed and not TeamMember.objects.filter(username=typed).exists():
            names = list(TeamMember.objects.filter(email__iexact=typed).values_list("username", flat=True)[:2])
            self.cleaned_data["username"] = names[0] if len(names) == 1 else typed
        return super().clean()
