from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from tests.commands.conftest import Run

BODY = b'{"triggerEvent":"BOOKING_CREATED"}'
SIGNATURE = hmac.new(b"s3cret", BODY, hashlib.sha256).hexdigest()


def test_one_that_fits(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "body.json"
    file.write_bytes(BODY)
    fits = (0, "the signature fits\n")
    assert run("verify-signature", str(file), "--signature", SIGNATURE, "--secret", "s3cret") == fits
    assert run("verify-signature", "--signature", SIGNATURE, "--secret", "s3cret", stdin=BODY) == fits


def test_one_that_does_not_is_explained(run: Run) -> None:
    code, text = run("verify-signature", "--signature", f"sha256={SIGNATURE}", "--secret", "s3cret", stdin=BODY)
    assert code == 1
    assert text.startswith("prefix: the signature begins with sha256=")
    assert text.endswith(f"expected {SIGNATURE}\n")
    code, text = run("verify-signature", "--signature", SIGNATURE, "--secret", "s3cret\n", stdin=BODY)
    assert (code, "secret-whitespace" in text) == (1, True)
