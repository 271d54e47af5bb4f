"""How calendars are shown."""

from __future__ import annotations

from emulator.api.call import Json
from emulator.scheduling.apps.calendars import is_selected
from emulator.scheduling.apps.catalog import APPS
from emulator.world.connections import Calendar, Credential, DestinationCalendar, SelectedCalendar
from emulator.world.world import World


def account_output(world: World, credential: Credential, calendars: list[Calendar]) -> dict[str, Json]:
    """An account with its calendars; one that has to be connected again shows none."""
    shown: dict[str, Json] = {"integration": app_output(credential.type), "credentialId": credential.id}
    if credential.invalid or not calendars:
        return shown
    main = next((calendar for calendar in calendars if calendar.primary), None)
    if main is not None:
        shown["primary"] = calendar_output(world, main)
    shown["calendars"] = [calendar_output(world, calendar) for calendar in calendars]
    return shown


def app_output(kind: str) -> dict[str, Json]:
    app = APPS[kind]
    return {
        "installed": True,
        "type": app.type,
        "title": app.name,
        "name": app.name,
        "description": app.about,
        "variant": app.category,
        "category": app.category,
        "categories": [app.category],
        "slug": app.slug,
        "dirName": app.folder,
        "logo": f"/app-store/{app.folder}/icon.svg",
        "publisher": "Cal.com",
        "url": "https://cal.com/",
        "email": "help@cal.com",
        "locationOption": None,
    }


def calendar_output(world: World, calendar: Calendar) -> dict[str, Json]:
    return {
        "externalId": calendar.external_id,
        "integration": calendar.integration,
        "name": calendar.name,
        "primary": calendar.primary,
        "readOnly": calendar.read_only,
        "email": calendar.email or "",
        "isSelected": is_selected(world, calendar),
        "credentialId": calendar.credential_id,
    }


def destination_output(world: World, destination: DestinationCalendar | None) -> dict[str, Json]:
    """The destination with what its calendar adds; an empty object where there is none (live.md 3)."""
    if destination is None:
        return {}
    shown: dict[str, Json] = {
        "id": destination.id,
        "integration": destination.integration,
        "externalId": destination.external_id,
        "primaryEmail": destination.primary_email,
        "userId": destination.user_id,
        "eventTypeId": None,
        "credentialId": destination.credential_id,
        "delegationCredentialId": destination.delegation_credential_id,
    }
    for calendar in world.calendars.where("user_id", destination.user_id):
        if (calendar.integration, calendar.external_id) == (destination.integration, destination.external_id):
            app = APPS[calendar.integration]
            shown |= {
                "name": calendar.name,
                "primary": calendar.primary,
                "readOnly": calendar.read_only,
                "email": calendar.email or "",
                "integrationTitle": app.name,
            }
            break
    return shown


def named_output(row: SelectedCalendar | DestinationCalendar) -> dict[str, Json]:
    """The four fields by which a selected or destination calendar is told."""
    return {
        "userId": row.user_id,
        "integration": row.integration,
        "externalId": row.external_id,
        "credentialId": row.credential_id,
    }


def credential_output(credential: Credential) -> dict[str, Json]:
    return {
        "id": credential.id,
        "type": credential.type,
        "userId": credential.user_id,
        "teamId": credential.team_id,
        "appId": credential.app_id,
        "invalid": credential.invalid,
    }
