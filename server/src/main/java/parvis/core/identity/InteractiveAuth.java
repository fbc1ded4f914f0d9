package parvis.core.identity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Reply;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// User-interactive authentication: before something grave is done, the client proves again that it
/// may. Every flow of ours ends with the one stage that proves it; stages before it, such as to
/// accept terms, are noted in the session that the client carries back and forth. So nothing is
/// stored, least of all a password, save for clients that know nothing of a stage and show the page
/// that stands for it ([WebStages]).
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

    /// Whether what was said on the page of this stage proves it.
    boolean accepts(String said);

    /// What a client must know to show it.
    default JsonObject params() {
      return JsonObject.EMPTY;
    }
  }

  private final Seals seals;
  private final WebStages web;

  InteractiveAuth(Seals seals, WebStages web) {
    this.seals = seals;
    this.web = web;
  }

  /// The stages that are offered: all of `first`, and then one of `last`.
  private record Flows(List<Stage> first, List<Stage> last) {
    Optional<Stage> find(String type) {
      return all().stream().filter(stage -> stage.type().equals(type)).findFirst();
    }

    private List<Stage> all() {
      List<Stage> all = new ArrayList<>(first);
      all.addAll(last);
      return all;
    }

    /// Whether the client only had to name the session.
    boolean provenElsewhere() {
      Body nothing = new Body(JsonObject.EMPTY);
      return last.stream().anyMatch(one -> one.isProvenElsewhere() && one.proven(nothing));
    }

    boolean begun(Set<String> done) {
      return first.stream().allMatch(stage -> done.contains(stage.type()));
    }

    boolean over(Set<String> done) {
      return begun(done) && last.stream().anyMatch(stage -> done.contains(stage.type()));
    }

    boolean isLast(Stage stage) {
      return last.contains(stage);
    }

    JsonArray json() {
      List<String> before = first.stream().map(Stage::type).toList();
      List<JsonObject> flows = new ArrayList<>();
      for (Stage stage : last) {
        List<String> stages = new ArrayList<>(before);
        stages.add(stage.type());
        flows.add(JsonObject.of("stages", JsonArray.of(stages.toArray())));
      }
      return JsonArray.of(flows.toArray());
    }

    JsonObject params() {
      JsonObject params = JsonObject.EMPTY;
      for (Stage stage : all()) {
        if (!stage.params().isEmpty()) params = params.with(stage.type(), stage.params());
      }
      return params;
    }
  }

  /// What to answer as long as nothing is proven; empty when one of the stages is.
  ///
  /// `purpose` names the operation and what it is done to: a session for one is worth nothing for
  /// another.
  Optional<Reply> asks(String purpose, Body body, List<Stage> stages) {
    return asks(purpose, body, List.of(), stages);
  }

  /// The same with stages that come before.
  Optional<Reply> asks(String purpose, Body body, List<Stage> first, List<Stage> last) {
    Flows flows = new Flows(first, last);
    Optional<Body> auth = body.inner("auth");
    if (auth.isEmpty()) return Optional.of(ask(fresh(purpose, Set.of()), flows, Set.of()));
    Optional<String> carried = auth.get().optionalString("session");
    Optional<String> noted = carried.flatMap(session -> seals.open(purpose, session));
    if (carried.isPresent() && noted.isEmpty()) {
      String sentence = "The authentication session is over; try again";
      return failed(fresh(purpose, Set.of()), flows, Set.of(), "M_UNKNOWN", sentence);
    }
    Set<String> done = done(flows, carried, noted.orElse(""));
    String session = carried.orElseGet(() -> fresh(purpose, done));
    Optional<String> type = auth.get().optionalString("type");
    if (type.isEmpty()) {
      if (carried.isEmpty()) throw Refused.missingParam("\"type\" is missing");
      boolean over = flows.over(done) || (flows.begun(done) && flows.provenElsewhere());
      return over ? Optional.empty() : Optional.of(ask(session, flows, done));
    }
    Optional<Stage> stage = flows.find(type.get());
    if (stage.isEmpty()) {
      String sentence = "This kind of authentication is not offered";
      return failed(session, flows, done, "M_UNRECOGNIZED", sentence);
    }
    if (flows.isLast(stage.get()) && !flows.begun(done)) {
      return failed(session, flows, done, "M_FORBIDDEN", "Other stages come before this one");
    }
    if (!stage.get().proven(auth.get())) {
      return failed(session, flows, done, "M_FORBIDDEN", "This does not prove that it is you");
    }
    done.add(type.get());
    return flows.over(done)
        ? Optional.empty()
        : Optional.of(ask(fresh(purpose, done), flows, done));
  }

  /// What was said on the page of a stage, for who does not say it themselves.
  Optional<String> said(Body body, String stage) {
    return body.inner("auth")
        .flatMap(auth -> auth.optionalString("session"))
        .flatMap(session -> web.said(session, stage));
  }

  /// The stages that are done: those that the session notes, and those done on a page.
  private Set<String> done(Flows flows, Optional<String> carried, String noted) {
    Set<String> done = new LinkedHashSet<>();
    if (!noted.isEmpty()) done.addAll(Arrays.asList(noted.split(" ")));
    if (carried.isPresent()) {
      web.said(carried.get())
          .forEach(
              (type, said) ->
                  flows
                      .find(type)
                      .filter(stage -> stage.accepts(said))
                      .ifPresent(_ -> done.add(type)));
    }
    return done;
  }

  private String fresh(String purpose, Set<String> done) {
    return seals.seal(purpose, String.join(" ", done), SESSION_LIFE);
  }

  private static Optional<Reply> failed(
      String session, Flows flows, Set<String> done, String errcode, String sentence) {
    JsonObject error = JsonObject.of("errcode", errcode, "error", sentence);
    return Optional.of(ask(session, flows, done, error));
  }

  private static Reply ask(String session, Flows flows, Set<String> done) {
    return ask(session, flows, done, JsonObject.EMPTY);
  }

  private static Reply ask(String session, Flows flows, Set<String> done, JsonObject error) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("flows", flows.json())
            .put("params", flows.params())
            .put("session", session)
            .put("completed", JsonArray.of(done.toArray()));
    error.entries().forEach(entry -> json.put(entry.name(), entry.value()));
    return Reply.json(401, json.build());
  }
}
