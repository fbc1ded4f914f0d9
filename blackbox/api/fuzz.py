"""schemathesis asks a running server whatever its own description of tasks, decisions and search allows, and does not: `found URL FILE`, `ask URL FILE`.

First somebody founds a space, while the house has no organisation that would decide on it. No answer may be a fault (500), and the
description itself must be one of OpenAPI 3.1; FILE is where it is kept.
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
SECONDS_MAX = 20
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


def fuzz(url, described, founded):
    description = ask(url, "/api/v1/openapi.json", None, method="GET")
    validate(description)
    token, space, task, decision = json.loads(founded.read_text())
    # What is asked about is there: random names of spaces would be refused before anything is read.
    for path in description["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                # Who does not say how long they wait hears of a board for minutes.
                if parameter["name"] == "timeout":
                    parameter["schema"]["maximum"] = WAITED_MS_MAX
                    parameter["required"] = True
                there = {"space": space, "roomId": space, "task": task, "decision": decision}.get(parameter["name"])
                if there and parameter["in"] == "path":
                    parameter["schema"] = {"type": "string", "enum": [there, "none"]}
    described.write_text(json.dumps(description))
    command = [Path(sys.executable).with_name("schemathesis"), "run", described, "--url", url]
    command += ["--header", f"Authorization: Bearer {token}", "--include-path-regex", PATHS]
    command += ["--checks", "not_a_server_error", "--phases", "coverage,fuzzing"]
    command += ["--max-time", str(SECONDS_MAX), "--seed", str(SEED), "--no-color", "--warnings", "off"]
    command += ["--request-timeout", str(ANSWER_SECONDS_MAX), "--generation-database", "none", "--suppress-health-check", "all", "--workers", "1"]
    said = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True).stdout
    print(said)
    # What it could not think of is its own fault; what it asked must all have been answered.
    asked, passed = (int(n) for n in (re.findall(r"(\d+) generated, (\d+) passed", said) or [(0, 0)])[-1])
    fine = asked == passed and asked >= CASES_MIN
    print("1 passed, 0 failed" if fine else "0 passed, 1 failed")
    return 0 if fine else 1


def main(what, url, described):
    founded = described.with_name("founded.json")
    if what == "ask":
        return fuzz(url, described, founded)
    founded.write_text(json.dumps(somebody(url)))
    return 0


sys.exit(main(sys.argv[1], sys.argv[2].rstrip("/"), Path(sys.argv[3])))
