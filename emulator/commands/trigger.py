"""`calcom-emulator trigger`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from emulator.commands.environment import PREFIX, ask, server_option
from emulator.webhooks.triggers import TRIGGERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem


class TriggerName(click.Choice[str]):
    """One of the triggers, in capitals or not; what comes near one is asked about before all are named."""

    def __init__(self) -> None:
        super().__init__(TRIGGERS, case_sensitive=False)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(one) for one in TRIGGERS if one.startswith(incomplete.upper())]

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            from emulator.control.problems import suggestion

            near = suggestion(str(value), TRIGGERS)
            known = f"{near[:1].upper()}{near[1:]}" or f"There are {', '.join(TRIGGERS)}."
            self.fail(f"{value!r} is no trigger. {known.rstrip()}", param, ctx)


@click.command()
@click.argument("name", metavar="TRIGGER", type=TriggerName())
@server_option
@click.option("--uid", help="The booking that the event is about; without it one is made up.")
@click.option("--to", help="Send it to this URL alone, instead of to those who subscribed.")
@click.option("--secret", envvar=f"{PREFIX}_SECRET", show_envvar=True, help="Sign for --to with this secret.")
@click.option("--payload-version", help="Payload version for --to: 2021-10-20 or 2026-07-27.")
@click.option(
    "--set", "sets", multiple=True, metavar="POINTER=VALUE", help="Put a value (JSON, else text) at a JSON pointer."
)
@click.option("--show", is_flag=True, help="Print the body that was sent.")
@click.pass_context
def trigger(
    context: click.Context,
    name: str,
    url: str,
    uid: str | None,
    to: str | None,
    secret: str | None,
    payload_version: str | None,
    sets: Sequence[str],
    show: bool,
) -> None:
    """Send an event, built from a running emulator's world, and tell how it was received.

    Exit code 0: everybody answered with success, or nobody subscribed; 1: somebody did not.
    """
    if to is None:
        _refuse_what_is_for_one_url(context)
    body: dict[str, Any] = {"trigger": name.upper(), "uid": uid, "url": to, "secret": secret if to else None}
    body["version"] = payload_version
    body["overrides"] = dict(map(_override, sets))
    with ask(url) as plane:
        sent = plane.post("/trigger", {key: value for key, value in body.items() if value not in (None, {})})
        plane.post("/drain")
        deliveries = [plane.get(f"/deliveries/{one['id']}") for one in sent["deliveries"]]
    about = f" of {sent['uid']}" if sent["uid"] else ""
    click.echo(f"{sent['trigger']}{about}{' (made up)' if sent['madeUp'] else ''}")
    if show:
        click.echo(sent["body"])
    failed = False
    for one in deliveries:
        last = one["attempts"][-1] if one["attempts"] else None
        well = one["state"] == "delivered"
        failed = failed or not well
        how = last["status"] or last["error"] if last else one["state"]
        click.echo(f"  {one['url']}: {click.style(str(how), fg='green' if well else 'red')}")
    if not deliveries:
        click.echo("  nobody is subscribed to it; --to URL sends it all the same")
    if failed:
        raise SystemExit(1)


def _refuse_what_is_for_one_url(context: click.Context) -> None:
    """Options that say nothing without `--to`. A secret of the environment is for other commands as well."""
    for name in ("secret", "payload_version"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = f"--{name.replace('_', '-')}"
            raise click.UsageError(
                f"{option} belongs to --to URL: whoever subscribed has a {option[2:].replace('-', ' ')} of their own. "
                f"Add --to, or change it with PATCH /_emulator/records/webhooks/ID.",
                context,
            )


def _override(text: str) -> tuple[str, Any]:
    pointer, equals, value = text.partition("=")
    if not equals or not pointer.startswith("/"):
        raise click.BadParameter(f"{text!r} is not of the form /pointer=value", param_hint="--set")
    try:
        return pointer, json.loads(value)
    except ValueError:
        return pointer, value
