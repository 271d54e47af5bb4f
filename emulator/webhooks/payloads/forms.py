"""What was answered in a routing form (webhooks.md 4.7)."""

from __future__ import annotations

from typing import Any, Final

from emulator.scheduling.routing_forms import identifier, route_of
from emulator.world.events import Event
from emulator.world.routing import FormResponse, RoutingForm
from emulator.world.world import World

Json = dict[str, Any]

CHOICES: Final = frozenset({"select", "multiselect"})


def form_payload(world: World, event: Event) -> Json:
    """The payload of all three triggers; each has its own share of it."""
    response = world.form_responses.get(event.facts["response_id"])
    form = world.routing_forms.get(response.form_id) if response is not None else None
    if response is None or form is None:
        raise LookupError(f"{event.trigger} has no form response {event.facts['response_id']}")
    payload: Json = {"formId": form.id, "formName": form.name, "teamId": form.team_id}
    route = route_of(form, response)
    action = (route or {}).get("action")
    if event.trigger == "ROUTING_FORM_FALLBACK_HIT":
        return {**payload, "responseId": response.id, "fallbackAction": action, "responses": response.response}
    if event.trigger == "FORM_SUBMITTED_NO_EVENT":
        if action is not None:
            payload["redirect"] = {"type": action.get("type"), "value": action.get("value")}
        payload["responseId"] = response.id
    return {**payload, "responses": _answers(form, response)}


def root_copies(payload: Json) -> Json:
    """What FORM_SUBMITTED repeats beside its envelope: each answer's value under its field's name."""
    return {name: answer["value"] for name, answer in payload["responses"].items()}


def _answers(form: RoutingForm, response: FormResponse) -> Json:
    answers: Json = {}
    for field in form.fields:
        stored = response.response.get(str(field["id"]))
        if stored is not None:
            answers[identifier(field)] = _answer(field, stored.get("value"))
    return answers


def _answer(field: Json, value: Any) -> Json:
    """Choices are told by label, always as a list, and with the options' ids; an unknown option has none."""
    if field.get("type") not in CHOICES:
        return {"value": value, "response": value}
    chosen = value if isinstance(value, list) else [value]
    options = [_option(field, each) for each in chosen]
    return {"value": [option["label"] for option in options], "response": options}


def _option(field: Json, value: Any) -> Json:
    for option in field.get("options") or ():
        if value in (option.get("id"), option.get("label")):
            return {"label": option.get("label"), "id": option.get("id")}
    return {"label": value, "id": None}
