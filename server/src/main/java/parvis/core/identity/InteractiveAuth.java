package parvis.core.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Reply;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// User-interactive authentication: before something grave is done, the client proves again that it
/// may. Every flow of ours has one stage, so the session that the client carries back and forth
/// says all there is to say and nothing is stored, least of all a password.
///
/// spec: cs-api#user-interactive-authentication-api
final class InteractiveAuth {
  private static final Duration SESSION_LIFE = Duration.ofMinutes(30);

  /// One way to prove it; `proven` may refuse outright.
  interface Stage {
    String type();

    boolean proven(Body auth);

    /// Whether the client only says that it is done, by naming the session.
    default boolean isProvenElsewhere() {
      return false;
    }

    /// What the client must know of it.
    default JsonObject params() {
      return JsonObject.EMPTY;
    }
  }

  private final Seals seals;

  InteractiveAuth(Seals seals) {
    this.seals = seals;
  }

  /// What to answer as long as nothing is proven; empty when one of the stages is.
  ///
  /// `purpose` names the operation and what it is done to: a session for one is worth nothing for
  /// another.
  Optional<Reply> asks(String purpose, Body body, List<Stage> stages) {
    Optional<Body> auth = body.inner("auth");
    if (auth.isEmpty()) return Optional.of(ask(fresh(purpose), stages, JsonObject.EMPTY));
    Optional<String> carried = auth.get().optionalString("session");
    if (carried.isPresent() && seals.open(purpose, carried.get()).isEmpty()) {
      return failed(
          fresh(purpose), stages, "M_UNKNOWN", "The authentication session is over; try again");
    }
    String session = carried.orElseGet(() -> fresh(purpose));
    Optional<String> type = auth.get().optionalString("type");
    if (type.isEmpty()) {
      if (carried.isEmpty()) throw Refused.missingParam("\"type\" is missing");
      boolean done =
          stages.stream()
              .anyMatch(one -> one.isProvenElsewhere() && one.proven(new Body(JsonObject.EMPTY)));
      return done ? Optional.empty() : Optional.of(ask(session, stages, JsonObject.EMPTY));
    }
    Optional<Stage> stage =
        stages.stream().filter(one -> one.type().equals(type.get())).findFirst();
    if (stage.isEmpty()) {
      return failed(
          session, stages, "M_UNRECOGNIZED", "This kind of authentication is not offered");
    }
    if (stage.get().proven(auth.get())) return Optional.empty();
    return failed(session, stages, "M_FORBIDDEN", "This does not prove that it is you");
  }

  private String fresh(String purpose) {
    return seals.seal(purpose, "", SESSION_LIFE);
  }

  private static Optional<Reply> failed(
      String session, List<Stage> stages, String errcode, String sentence) {
    return Optional.of(ask(session, stages, JsonObject.of("errcode", errcode, "error", sentence)));
  }

  private static Reply ask(String session, List<Stage> stages, JsonObject error) {
    List<JsonObject> flows = new ArrayList<>();
    JsonObject.Builder params = JsonObject.builder();
    for (Stage stage : stages) {
      flows.add(JsonObject.of("stages", JsonArray.of(stage.type())));
      if (!stage.params().isEmpty()) params.put(stage.type(), stage.params());
    }
    JsonObject.Builder json =
        JsonObject.builder()
            .put("flows", JsonArray.of(flows.toArray()))
            .put("params", params.build())
            .put("session", session)
            .put("completed", JsonArray.EMPTY);
    error.entries().forEach(entry -> json.put(entry.name(), entry.value()));
    return Reply.json(401, json.build());
  }
}
