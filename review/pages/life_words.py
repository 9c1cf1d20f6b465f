"""Hold what the states, findings, remedies, reasons and steps of a matter's life are called on screen."""

from collections.abc import Mapping

from cases.findings import Finding, ParkReason, RecommendationState, Remedy
from cases.states import MatterState

MATTER_STATES: Mapping[MatterState, str] = {
    MatterState.STAGE_1: "At stage 1",
    MatterState.ANSWERED_1: "Stage 1 answered",
    MatterState.STAGE_2: "At stage 2",
    MatterState.ANSWERED_2: "Stage 2 answered",
    MatterState.STAGE_3: "At stage 3",
    MatterState.ANSWERED_3: "Stage 3 answered",
    MatterState.OMBUDSMAN: "With the Ombudsman",
    MatterState.PARKED: "Parked",
    MatterState.NOT_TAKEN: "Not taken",
    MatterState.WITHDRAWN: "Withdrawn",
    MatterState.MERGED: "Put together with another matter",
    MatterState.SPLIT: "Split",
    MatterState.FINISHED: "Finished",
}
FINDINGS: Mapping[str, str] = {
    Finding.UPHELD: "Upheld",
    Finding.PARTLY_UPHELD: "Partly upheld",
    Finding.NOT_UPHELD: "Not upheld",
    Finding.NO_FINDING: "No finding: the facts could not be known",
    Finding.WITHDRAWN: "Withdrawn",
    Finding.RESOLVED: "Resolved without a finding",
}
REMEDIES: Mapping[str, str] = {
    Remedy.APOLOGY: "Apology",
    Remedy.EXPLANATION: "Explanation",
    Remedy.SERVICE: "The service is given",
    Remedy.DECISION: "The decision is changed",
    Remedy.MONEY: "Money",
    Remedy.ACTION: "Something else is done",
    Remedy.TRAINING: "Training",
    Remedy.POLICY: "A policy or a way of working is changed",
}
PARK_REASONS: Mapping[str, str] = {
    ParkReason.COURT: "Court case to end",
    ParkReason.CRIMINAL: "Criminal investigation to end",
    ParkReason.DISCIPLINARY: "Disciplinary proceedings to end",
    ParkReason.DECISION_TO_COME: "Decision to be made",
    ParkReason.OTHER_BODY: "Another organisation to answer",
    ParkReason.PERSON_ASKED: "The person, who asked us to wait",
}
RECOMMENDATION_STATES: Mapping[str, str] = {
    RecommendationState.OPEN: "Still to be done",
    RecommendationState.DONE: "Done",
    RecommendationState.NOT_ACCEPTED: "Not accepted",
}
STEPS: Mapping[str, str] = {
    "split": "Split",
    "made_of": "Made of another matter",
    "merged": "Put together with another matter",
    "took_in": "Took another matter in",
    "rerouted": "Sent another way",
    "escalated": "Went to the next stage",
    "stage_asked_for": "The next stage was asked for, and waits for a manager",
    "stage_refused": "The next stage was refused",
    "to_ombudsman": "Went to the Ombudsman",
    "came_back": "Sent back by the Ombudsman",
    "answered": "Our reply left",
    "finished": "Finished",
    "not_taken": "Turned away",
    "withdrawn": "Withdrawn by the person",
    "taken_up": "Taken up again",
    "parked": "Parked",
    "asked_again": "Asked again: it still goes on",
    "unparked": "Goes on: what it waited for has ended",
}
"""What each step is called; one that is not here is shown by its own name, never hidden."""


def say_step(verb: str) -> str:
    """Say one step of a matter's life."""
    return STEPS.get(verb) or verb.replace("_", " ").capitalize()


def say_remedies(codes: list[str]) -> str:
    """Say how something is put right; "" for nothing."""
    words = [REMEDIES[code] for code in codes if code in REMEDIES]
    return ", ".join(words[:1] + [word[0].lower() + word[1:] for word in words[1:]])
