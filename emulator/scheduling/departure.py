"""What goes when a user goes, or a platform client."""

from __future__ import annotations

from emulator.scheduling.event_types import remove_event_type
from emulator.scheduling.teams import remove_team
from emulator.world.credentials import OAuthClient
from emulator.world.records import User
from emulator.world.world import World


def remove_user(world: World, user: User) -> None:
    """Delete an account with its event types, bookings, calendars, places in teams, credentials and all it owns."""
    for booking in world.bookings.where("user_id", user.id):
        for table in (world.seats, world.attendees, world.payments):
            table.drop("booking_id", booking.id)
        world.unplan(booking)
        world.bookings.remove(booking)
    for event_type in world.event_types.where("owner_id", user.id):
        remove_event_type(world, event_type)
    for calendar in world.calendars.where("user_id", user.id):
        world.calendar_events.drop("calendar_id", calendar.id)
    for key in world.api_keys.where("user_id", user.id):
        world.rate_limits.drop("api_key_id", key.id)
    for owned in world.tables:
        # Whatever is found by its user belongs to one.
        if "user_id" in owned.indexes:
            owned.drop("user_id", user.id)
    world.users.remove(user)


def remove_client(world: World, client: OAuthClient) -> None:
    """Delete a platform client with its tokens, subscriptions and teams. Its users stay, managed by nobody."""
    for table in (world.access_tokens, world.refresh_tokens):
        table.drop("client_id", client.id)
    world.webhooks.drop("oauth_client_id", client.id)
    for team in world.teams:
        if team.created_by_client == client.id:
            remove_team(world, team)
    for user in world.users.where("oauth_client_id", client.id):
        world.users.update(user, oauth_client_id=None)
    world.oauth_clients.remove(client)
