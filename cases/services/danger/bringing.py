"""Bring to a case all that belongs to a mail of it: signs of danger, whom they shut out, copies, what is hidden."""

from cases.models import Alert, Case, Mail
from cases.services.common import note_open_alerts
from cases.services.danger.lado import shut_to_accused
from cases.services.monitoring.replies import hide_in_new_mail
from cases.states import MailState


def bring_along(mail: Mail, case: Case) -> None:
    """Tie to a locked case all that belongs to one of its mails: its signs of danger, and its copies with theirs.

    A copy may have been set aside before the mail it is a copy of had a case. What is hidden in the case's first
    mail is hidden in this one too.
    """
    Mail.objects.filter(same_as=mail, state=MailState.DUPLICATE).update(case=case)
    Alert.objects.filter(mail__same_as=mail, mail__state=MailState.DUPLICATE).update(case=case)
    bring_alerts(mail, case)
    hide_in_new_mail(case, mail)


def bring_alerts(mail: Mail, case: Case) -> None:
    """Tie the signs of danger of a locked mail to a locked case, which is shut from now on to whoever they accuse."""
    mail.alerts.update(case=case)
    note_open_alerts(case)
    shut_to_accused(case)
