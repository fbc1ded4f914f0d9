"""schemathesis asks a running server whatever its own description allows, and does not: `found FILE URL`, `ask FILE URL`, `whole FILE NAME PASSWORD URL`.

First somebody founds a space, while the house has no organisation that would decide on it. Then tasks, decisions and search are asked
about in depth, as by that person; at the end, when nobody else is there any more to be disturbed, every route of the house, as by who
administers it. No answer may be a fault (500), and the description itself must be one of OpenAPI 3.1; FILE is where it is kept.
"""

import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

from openapi_spec_validator import validate

ANSWER_SECONDS_MAX = 60
DEEP_SECONDS_MAX = 20
WHOLE_SECONDS_MAX = 120
WAITED_MS_MAX = 100
SEED = 20_261_127
CASES_MIN = 100
PATHS = r"^/api/v1/(spaces/\{space\}/(board|tasks|views|templates|webhooks|decisions)|tasks/|decisions/|search|rooms/\{roomId\}/(tasks|decisions))"


def ask(url, path, body, token="", method="POST"):
    request = urllib.request.Request(
        url + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS_MAX) as answer:
        return json.load(answer)


def somebody(url):
    """A token of who animates a space with a task and a decision, and these three."""
    wish = {"username": "fuzz-" + uuid.uuid4().hex[:8], "password": uuid.uuid4().hex, "auth": {"type": "m.login.dummy"}}
    token = ask(url, "/_matrix/client/v3/register", wish)["access_token"]
    made = {"model": "project", "name": "Essais", "visibility": "secret", "joining": "invitation", "request_id": "1"}
    space = ask(url, "/api/v1/spaces", made, token)["space_id"]
    path = f"/api/v1/spaces/{urllib.parse.quote(space)}"
    ask(url, path, {"apps": ["feed", "tasks", "decisions"]}, token, "PUT")
    set_ = {"request_id": "1", "set": {"title": "Poser"}}
    task = ask(url, f"{path}/tasks", set_, token)["id"]
    decision = ask(url, f"{path}/decisions", set_, token)["id"]
    return token, space, task, decision


def described(url, there):
    """What the house says of itself, so that what is asked about is there: random names of spaces would be refused before anything is read."""
    description = ask(url, "/api/v1/openapi.json", None, method="GET")
    validate(description)
    for path in description["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                # Who does not say how long they wait hears of a board for minutes.
                if parameter["name"] == "timeout":
                    parameter["schema"]["maximum"] = WAITED_MS_MAX
                    parameter["required"] = True
                known = there.get(parameter["name"])
                if known and parameter["in"] == "path":
                    parameter["schema"] = {"type": "string", "enum": [known, "none"]}
    return description


def fuzz(url, file, description, token, seconds_max, *options):
    file.write_text(json.dumps(description))
    command = [Path(sys.executable).with_name("schemathesis"), "run", file, "--url", url]
    command += ["--header", f"Authorization: Bearer {token}", "--checks", "not_a_server_error", *options]
    command += ["--max-time", str(seconds_max), "--seed", str(SEED), "--no-color", "--warnings", "off"]
    # One at a time: two threads that read Python at once trip over each other in CPython 3.11 ("recursion depth mismatch").
    command += ["--workers", "1", "--request-timeout", str(ANSWER_SECONDS_MAX)]
    command += ["--generation-database", "none", "--suppress-health-check", "all"]
    said = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout
    print(said)
    # What it could not think of is its own fault; what it asked must all have been answered.
    asked, passed = (int(n) for n in (re.findall(r"(\d+) generated, (\d+) passed", said) or [(0, 0)])[-1])
    routes = int((re.findall(r"Tested: (\d+)", said) or [0])[-1])
    return routes, asked == passed and asked >= CASES_MIN


def leaves(url, file, founded):
    token, space, task, decision = founded
    description = described(url, {"space": space, "roomId": space, "task": task, "decision": decision})
    _, fine = fuzz(url, file, description, token, DEEP_SECONDS_MAX, "--include-path-regex", PATHS, "--phases", "coverage,fuzzing")
    return fine


def whole(url, file, name, password):
    """All there is, as by who may do everything: an organisation, one of its people, and a space with a feed are there."""
    proof = {"type": "m.login.password", "password": password, "identifier": {"type": "m.id.user", "user": name}}
    entry = ask(url, "/_matrix/client/v3/login", proof)
    token = entry["access_token"]
    organisation = ask(url, "/api/v1/organisations", {"name": "Essais", "label": "Essais"}, token)["id"]
    wish = {"username": "asked-" + uuid.uuid4().hex[:8], "password": uuid.uuid4().hex, "auth": {"type": "m.login.dummy"}}
    user = ask(url, "/_matrix/client/v3/register", wish)["user_id"]
    for who, role in ((user, "member"), (entry["user_id"], "administrator")):
        member = f"/api/v1/organisations/{urllib.parse.quote(organisation)}/members/{urllib.parse.quote(who)}"
        ask(url, member, {"role": role}, token, "PUT")
    made = {"model": "project", "name": "Essais", "visibility": "secret", "joining": "invitation", "request_id": "1"}
    space = ask(url, "/api/v1/spaces", made | {"organisation": organisation}, token)["space_id"]
    feed = ask(url, f"/api/v1/spaces/{urllib.parse.quote(space)}", None, token, "GET")["feed_room"]
    people = {"userId": user, "user": user}
    description = described(url, people | {"id": organisation, "organisation": organisation, "space": space, "roomId": feed})
    routes, fine = fuzz(url, file, description, token, WHOLE_SECONDS_MAX, "--phases", "coverage")
    return fine and routes == sum(len(path) for path in description["paths"].values())


def main(what, file, *more, url):
    founded = file.with_name("founded.json")
    if what == "found":
        founded.write_text(json.dumps(somebody(url)))
        return 0
    fine = whole(url, file, *more) if what == "whole" else leaves(url, file, json.loads(founded.read_text()))
    print("1 passed, 0 failed" if fine else "0 passed, 1 failed")
    return 0 if fine else 1


sys.exit(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:-1], url=sys.argv[-1].rstrip("/")))
