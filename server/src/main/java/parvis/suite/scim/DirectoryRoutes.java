package parvis.suite.scim;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import parvis.base.Refused;
import parvis.base.Unseen;
import parvis.core.identity.OwnerProof;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The tokens of a directory and the spaces of its groups, for who administers the organisation.
final class DirectoryRoutes {
  private static final String ONE = "/api/v1/organisations/{id}";
  private static final String TOKENS = ONE + "/directory_tokens";
  private static final String GROUPS = ONE + "/directory_groups";
  static final int NAME_CHARS_MAX = 100;

  private final Tokens tokens;
  private final Groups groups;
  private final Runnable carry;
  private final OwnerProof proof;
  private final String publicAddress;

  DirectoryRoutes(
      Tokens tokens, Groups groups, Runnable carry, OwnerProof proof, String publicAddress) {
    this.tokens = tokens;
    this.groups = groups;
    this.carry = carry;
    this.proof = proof;
    this.publicAddress = publicAddress;
  }

  Routes table() {
    return Routes.of(
        get(TOKENS, "The tokens of a directory", this::tokens).answers(Shapes.TOKENS),
        post(TOKENS, "Make a token for a directory", this::make)
            .takes(Shapes.MADE)
            .answers(Shapes.TOKEN_MADE)
            .costs(RateClass.JOIN),
        delete(TOKENS + "/{token}", "Revoke a token of a directory", this::revoke)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        get(GROUPS, "The groups that a directory keeps", this::groups).answers(Shapes.GROUPS),
        put(GROUPS + "/{group}", "Open a space to a group", this::link)
            .takes(Shapes.OPENED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN));
  }

  private Reply tokens(Call call) {
    var told = tokens.all(call.actor(), call.path("id")).stream().map(DirectoryRoutes::json);
    return Reply.fields(
        "address", publicAddress + ScimRoutes.ROOT, "tokens", JsonArray.of(told.toArray()));
  }

  private static JsonObject json(Tokens.Told told) {
    var token = told.token();
    return JsonObject.builder()
        .put("id", token.id())
        .put("name", token.name())
        .put("by", token.maker().value())
        .put("created", token.createdMs())
        .put("expires", token.expiresMs())
        .putIf("used", token.usedMs())
        .put("good", told.good())
        .build();
  }

  private Reply make(Call call) {
    var body = call.body();
    var name = body.string("name", NAME_CHARS_MAX).strip();
    if (name.isEmpty() || Unseen.in(name)) {
      throw Refused.invalidParam("\"name\" says which directory it is for");
    }
    long life = body.integer("expires_in_ms");
    if (life < 1 || life > Tokens.LIFE_MAX.toMillis()) {
      throw Refused.invalidParam(
          "\"expires_in_ms\" is between 1 and " + Tokens.LIFE_MAX.toMillis());
    }
    var asked = body.optionalString("request_id", Body.NAME_BYTES_MAX);
    var actor = call.actor();
    var of = call.path("id");
    tokens.check(actor, of);
    return proof
        .asksByFactor("make a directory token of " + of, call)
        .orElseGet(() -> told(tokens.make(actor, of, name, Duration.ofMillis(life), asked)));
  }

  private static Reply told(Tokens.Made made) {
    return Reply.json(json(new Tokens.Told(made.token(), true)).with("secret", made.secret()));
  }

  private Reply revoke(Call call) {
    tokens.revoke(call.actor(), call.path("id"), call.path("token"));
    return Reply.empty();
  }

  private Reply groups(Call call) {
    var told = groups.all(call.actor(), call.path("id")).stream().map(DirectoryRoutes::json);
    return Reply.fields("groups", JsonArray.of(told.toArray()));
  }

  private static JsonObject json(Groups.Told told) {
    var group = told.group();
    var json =
        JsonObject.builder()
            .put("id", group.id())
            .put("name", group.name())
            .put("people", told.people())
            .putIf("space", group.space());
    group.space().ifPresent(_ -> json.put("role", group.reader() ? "reader" : "contributor"));
    return json.build();
  }

  private Reply link(Call call) {
    var body = call.body();
    var role = body.optionalString("role").orElse("contributor");
    if (!role.equals("reader") && !role.equals("contributor")) {
      throw Refused.invalidParam("\"role\" is reader or contributor");
    }
    groups.link(
        call.actor(),
        call.path("id"),
        call.path("group"),
        body.optionalString("space"),
        role.equals("reader"));
    carry.run();
    return Reply.empty();
  }
}
