"""scim2-tester asks a running server everything that it knows of SCIM: `LINK NAME PASSWORD URL`.

LINK is the path by which the first administrator comes in, by this name and password, who founds an organisation and makes a token for its directory.
"""

import json
import sys
import urllib.error
import urllib.request
import uuid
from http.client import responses
from urllib.parse import quote

from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_models import ScimProvider
from scim2_tester import Status, check_server

ANSWER_SECONDS_MAX = 60
DOMAIN = "directory.example"
ADDRESSES = 5_000
BAD = (Status.ERROR, Status.CRITICAL, Status.DEVIATION)


def ask(url, path, body, token="", method="POST"):
    request = urllib.request.Request(
        url + path,
        method=method,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS_MAX) as answer:
        return json.load(answer)


def token_of(url, link, name, password):
    """The secret of a directory, made as an administrator makes it."""
    ask(url, "/api/v1/setup/" + link.rsplit("/", 1)[-1], {"username": name, "password": password})
    proof = {"type": "m.login.password", "password": password}
    proof["identifier"] = {"type": "m.id.user", "user": name}
    admin = ask(url, "/_matrix/client/v3/login", proof)["access_token"]
    all_ = "/api/v1/organisations"
    made = ask(url, all_, {"name": "Annuaire", "label": "Annuaire"}, admin)
    one = f"{all_}/{quote(made['id'])}"
    ask(url, one + "/domains", {"domains": [{"domain": DOMAIN, "below": False}]}, admin, "PUT")
    wish = {"name": "scim2-tester", "expires_in_ms": 3_600_000, "auth": proof}
    return ask(url, one + "/directory_tokens", wish, admin)["secret"]


def over_the_wire(url):
    """Carries what the client asks to the server, as it is."""

    def carry(environ, start):
        path = quote(environ["PATH_INFO"], safe="/:.")
        query = "?" + environ["QUERY_STRING"] if environ["QUERY_STRING"] else ""
        headers = {
            name: environ[key]
            for name, key in (
                ("Authorization", "HTTP_AUTHORIZATION"),
                ("Content-Type", "CONTENT_TYPE"),
                ("Accept", "HTTP_ACCEPT"),
                ("If-Match", "HTTP_IF_MATCH"),
            )
            if environ.get(key)
        }
        request = urllib.request.Request(
            url + path + query,
            method=environ["REQUEST_METHOD"],
            data=environ["wsgi.input"].read() or None,
            headers=headers,
        )
        try:
            answer = urllib.request.urlopen(request, timeout=ANSWER_SECONDS_MAX)
        except urllib.error.HTTPError as refused:
            answer = refused
        with answer:
            start(f"{answer.status} {responses.get(answer.status, '')}", answer.headers.items())
            return [answer.read()]

    return carry


def addressed(client):
    """Tells the tester what the schema cannot: which addresses are the organisation's."""
    client.discover()
    kind = next(one for one in client.provider.resource_types if one.name == "User")
    user = client.provider.model_for(kind)
    addresses = [f"{uuid.uuid4().hex}@{DOMAIN}" for _ in range(ADDRESSES)]
    emails = user.get_field_root_type("emails")
    for model in user.__mro__:
        named = getattr(model, "model_fields", {}).get("user_name")
        if named is not None:
            named.examples = addresses
    emails.model_fields["value"].examples = addresses


def main(link, name, password, url):
    headers = {"Authorization": f"Bearer {token_of(url, link, name, password)}"}
    client = WSGISCIMClient(
        over_the_wire(url), base_url=url + "/scim/v2", headers=headers, provider=ScimProvider([])
    )
    addressed(client)
    passed = failed = 0
    for result in check_server(client):
        if result.status in BAD:
            failed += 1
            print(f"FAILED  {result.resource_type or ''} {result.title}: {result.reason}", flush=True)
        elif result.status != Status.SKIPPED:
            passed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main(*sys.argv[1:4], sys.argv[4].rstrip("/")))
