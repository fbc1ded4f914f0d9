#!/usr/bin/env python3
"""Greets everybody who comes into a room: greeter.py '#alias:server' FILE

FILE keeps how far the bot has read. It may be stopped at any moment: when it runs again it goes on from there. A greeting
has a transaction id made of the arrival it answers, so the same session never greets anybody twice for one arrival: give it
a session that stays, in PARVIS_TOKEN.
"""

import json
import pathlib
import sys

from matrix import Session

WAIT_MS = 30_000


def filter_of(room):
    nothing = {"types": []}
    timeline = {"types": ["m.room.member"]}
    only = {"rooms": [room], "timeline": timeline, "state": nothing, "ephemeral": nothing, "account_data": nothing}
    return json.dumps({"room": only, "presence": nothing, "account_data": nothing})


def arrivals(answer, room):
    """Who came since the last look: members that are joined now and were not before."""
    joined = answer.get("rooms", {}).get("join", {}).get(room, {})
    for event in joined.get("timeline", {}).get("events", []):
        before = event.get("unsigned", {}).get("prev_content", {}).get("membership")
        if event["content"].get("membership") == "join" and before != "join":
            yield event


def main():
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    session = Session.sign_in()
    room = session.join(sys.argv[1])
    kept = pathlib.Path(sys.argv[2])
    me = session.call("GET", "account/whoami")["user_id"]
    query = {"filter": filter_of(room)}
    if kept.exists():
        query["since"] = kept.read_text()
    while True:
        answer = session.call("GET", "sync", timeout=WAIT_MS, **query)
        if "since" in query:
            for event in arrivals(answer, room):
                who = event["state_key"]
                if who != me:
                    name = event["content"].get("displayname") or who
                    session.say(room, f"Bienvenue, {name}.", f"greet-{event['event_id']}")
        query["since"] = answer["next_batch"]
        kept.write_text(query["since"])
        print(query["since"], flush=True)


sys.exit(main())
