"""Give every case that was opened before stages had rows of their own its rows, and its matters the stage they are at."""

from django.db import migrations
from django.utils import timezone

BARS_THAT_END = {"court_proceedings", "disciplinary_proceedings", "criminal_investigation", "decision_not_made"}


def make_runs(apps, schema_editor):
    """Make the runs that a case's own fields tell of; nothing is made twice."""
    for case in apps.get_model("cases", "Case").objects.order_by("pk").iterator():
        stage = int(case.stage) if case.stage.isdigit() else 1
        received_on = timezone.localdate(case.received_at)
        if case.stage_requested_on and stage > 1:
            _run(apps, case, stage - 1, received_on, _first_sent_on(apps, case))
        _run(apps, case, stage, case.stage_requested_on or received_on, case.acknowledged_on)
        _place_matters(apps, case, stage)


def _run(apps, case, stage, requested_on, acknowledged_on):
    days = {"requested_on": requested_on, "acknowledged_on": acknowledged_on}
    apps.get_model("cases", "StageRun").objects.get_or_create(case_id=case.pk, stage=stage, defaults=days)


def _first_sent_on(apps, case):
    letters = apps.get_model("cases", "Letter").objects.filter(case_id=case.pk, state="sent", sent_at__isnull=False)
    first = letters.order_by("sent_at").first()
    sent_on = timezone.localdate(first.sent_at) if first else None
    return sent_on if sent_on and sent_on <= case.stage_requested_on else None


def _place_matters(apps, case, stage):
    matters = apps.get_model("cases", "Matter").objects.filter(case_id=case.pk)
    at = "ombudsman" if case.stage == "ombudsman" else f"stage_{stage}"
    matters.update(stage=stage, state=at)
    if case.state == "filed" and case.joined_to_id is None:
        matters.update(state="finished", state_before=at)
    elif case.acknowledged_on:
        # The letter that has left told the person that no procedure takes these.
        told = matters.filter(route="out_of_scope").exclude(reason__in=BARS_THAT_END)
        told.update(state="not_taken", state_before=at)


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_life_of_a_case")]
    operations = [migrations.RunPython(make_runs, migrations.RunPython.noop)]
