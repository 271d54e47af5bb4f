"""`calcom-emulator verify-signature`."""

from __future__ import annotations

from typing import BinaryIO

import click

from emulator.commands.environment import PREFIX


@click.command("verify-signature")
@click.argument("body", type=click.File("rb"), default="-")
@click.option("--signature", required=True, help="The value of the header X-Cal-Signature-256.")
@click.option("--secret", required=True, envvar=f"{PREFIX}_SECRET", show_envvar=True, help="The webhook's secret.")
def verify_signature(body: BinaryIO, signature: str, secret: str) -> None:
    """Say whether a signature fits the raw bytes of BODY (a file, or standard input), and if not which step went wrong.

    Exit code 0: it fits; 1: it does not.
    """
    from emulator.control.diagnosis import diagnose, expected

    content = body.read()
    findings = diagnose(content, signature, secret)
    if not findings:
        click.echo(click.style("the signature fits", fg="green"))
        return
    for finding in findings:
        click.echo(f"{click.style(finding.step, fg='red')}: {finding.message}")
        click.echo(f"    {finding.fix}")
    click.echo(f"expected {expected(content, secret)}")
    raise SystemExit(1)
