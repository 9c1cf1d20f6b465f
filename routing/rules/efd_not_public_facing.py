"""Propose to leave out a worker who does not speak to the public as a regular part of the job.

Anybody who regularly telephones families does speak to the public.
Source: Immigration Act 2016 s77; northyorks.gov.uk, Children's social care complaints, English fluency.
"""

from classify.labels import Reason
from routing.rule import Check, phrases, refusal, said, stands_alone

RULE = refusal(
    Reason.EFD_NOT_PUBLIC_FACING,
    source="Immigration Act 2016 s77; northyorks.gov.uk, Children's social care complaints, English fluency",
    words=(
        "The words are about a worker whose job is not to speak to the public. The fluency procedure does not"
        " cover that job; another one may."
    ),
    hints=phrases(
        "back office|finance|payroll|overheard|never (?:deals|speaks|meets)"
        "|not (?:a )?(?:front|public)|it department|archive|kitchen|cleaner|caretaker|driver"
    ),
    checks=(
        Check(
            code="speaks_to_families",
            words="Does the worker telephone or meet families regularly? Then the fluency procedure covers the job.",
            when=said("phone[ds]?|call(?:s|ed)?|rang|spoke|meets?|visit(?:s|ed)?|told me"),
        ),
        Check(
            code="efd_elsewhere",
            words="What the fluency procedure leaves out may still fit another one. Is there such a point?",
            when=stands_alone,
        ),
    ),
)
