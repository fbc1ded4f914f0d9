package parvis.suite.demo;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Sessions;
import parvis.core.identity.SignedInReply;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Choosing whom to be. These routes exist in a demonstration only.
final class DemoRoutes {
  private final Town town;
  private final Accounts accounts;
  private final Sessions sessions;
  private final ServerName server;

  DemoRoutes(Town town, Accounts accounts, Sessions sessions, ServerName server) {
    this.town = town;
    this.accounts = accounts;
    this.sessions = sessions;
    this.server = server;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/demo/people", "Whom one may be", this::people).open(),
        post("/api/v1/demo/people/{user}/session", "Be somebody", this::become)
            .takes(Shape.object(SignedInReply.DEVICE))
            .open()
            .emptyBody()
            .costs(RateClass.LOGIN));
  }

  private Reply people(Call call) {
    Object[] people =
        town.people().values().stream()
            .map(
                person ->
                    JsonObject.of(
                        "user", id(person).value(), "name", person.name(), "role", person.role()))
            .toArray();
    return Reply.fields("people", JsonArray.of(people));
  }

  private Reply become(Call call) {
    return SignedInReply.of(
        sessions.open(SignedInReply.login(call, call.body(), wanted(call.path("user")))));
  }

  /// Only those whom the demonstration invented: whoever made an account has a password.
  private Account wanted(String user) {
    return town.people().values().stream()
        .map(this::id)
        .filter(id -> id.value().equals(user))
        .findFirst()
        .flatMap(accounts::find)
        .filter(Account::active)
        .orElseThrow(() -> Refused.notFound("There is nobody of that name in the demonstration."));
  }

  private UserId id(Person person) {
    return UserId.of(person.localpart(), server).orElseThrow();
  }
}
