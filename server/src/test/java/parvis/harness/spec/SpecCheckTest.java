package parvis.harness.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import tools.jackson.databind.JsonNode;

final class SpecCheckTest {
  /// Of the client-server API, each with its method and its path as the files write it.
  private static final int OPERATIONS = 166;

  private static final String SEND = "/_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}";

  private static JsonObject event(JsonObject content) {
    return JsonObject.of(
        "type",
        "m.room.message",
        "event_id",
        "$a",
        "sender",
        "@alice:example.org",
        "origin_server_ts",
        1L,
        "content",
        content);
  }

  private static JsonObject sync(JsonObject event) {
    JsonObject timeline = JsonObject.of("events", JsonArray.of(event));
    JsonObject join = JsonObject.of("!a", JsonObject.of("timeline", timeline));
    return JsonObject.of("next_batch", "s1", "rooms", JsonObject.of("join", join));
  }

  @Test
  void whatTheSpecificationAllowsPasses() {
    SpecCheck.check("PUT", SEND, 200, JsonObject.of("event_id", "$abc"));
    JsonObject text = JsonObject.of("msgtype", "m.text", "body", "Bonjour");
    SpecCheck.check("GET", "/_matrix/client/v3/sync", 200, sync(event(text)));
    SpecCheck.checkEvents(sync(event(text)));
  }

  @Test
  void aMissingFieldIsNamed() {
    assertThat(SpecCheck.problems("PUT", SEND, 200, JsonObject.EMPTY))
        .singleElement()
        .asString()
        .contains("event_id");
  }

  @Test
  void aWrongTypeIsNamedWhereverItIs() {
    JsonObject wrong = sync(event(JsonObject.EMPTY).with("origin_server_ts", "yesterday"));
    assertThat(SpecCheck.problems("GET", "/_matrix/client/v3/sync", 200, wrong))
        .anyMatch(problem -> problem.contains("events/0/origin_server_ts"));
    assertThatThrownBy(() -> SpecCheck.check("GET", "/_matrix/client/v3/sync", 200, wrong))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("origin_server_ts");
  }

  @Test
  void aPatternIsChecked() {
    assertThat(SpecCheck.problems("PUT", SEND, 200, JsonObject.of("event_id", "abc"))).isNotEmpty();
  }

  @Test
  void errorsAreStandardErrorsListedOrNot() {
    JsonObject error = JsonObject.of("errcode", "M_FORBIDDEN", "error", "No.");
    SpecCheck.check("PUT", SEND, 403, error);
    SpecCheck.check("PUT", SEND, 400, error.with("errcode", "M_BAD_JSON"));
    assertThat(SpecCheck.problems("PUT", SEND, 403, JsonObject.of("error", "No."))).isNotEmpty();
    assertThat(SpecCheck.problems("PUT", SEND, 400, JsonObject.of("error", "No."))).isNotEmpty();
  }

  @Test
  void anErrorCodeIsOneOfThoseThatAreNamed() {
    String accountData = "/_matrix/client/v3/user/{userId}/account_data/{type}";
    JsonObject error = JsonObject.of("errcode", "M_BAD_JSON", "error", "No.");
    SpecCheck.check("PUT", accountData, 405, error);
    assertThat(SpecCheck.problems("PUT", accountData, 405, error.with("errcode", "M_UNRECOGNIZED")))
        .containsExactly("errcode is M_UNRECOGNIZED, the specification names [M_BAD_JSON]");
    SpecCheck.check("PUT", SEND, 400, error.with("errcode", "M_DUPLICATE_ANNOTATION"));
    SpecCheck.check("PUT", SEND, 400, error);
    assertThat(SpecCheck.problems("PUT", SEND, 400, error.with("errcode", "M_USER_IN_USE")))
        .hasSize(1);
  }

  @Test
  void aStatusOrPathThatIsNotInTheSpecificationIsAProblem() {
    assertThat(SpecCheck.problems("PUT", SEND, 201, JsonObject.EMPTY)).hasSize(1);
    assertThat(SpecCheck.problems("PUT", "/_matrix/client/v3/nowhere", 200, JsonObject.EMPTY))
        .hasSize(1);
  }

  @Test
  void pathsAreFoundByTheirWordsBeforeTheirParameters() {
    assertThat(
            SpecCheck.operation("GET", "/_matrix/client/v3/pushrules/global/").orElseThrow().path())
        .isEqualTo("/_matrix/client/v3/pushrules/global/");
    assertThat(path("PUT", "/_matrix/client/v3/rooms/!a:b/send/m.room.message/7?user_id=x"))
        .isEqualTo(SEND);
    assertThat(path("PUT", "/_matrix/client/v3/rooms/!a:b/state/m.room.topic"))
        .isEqualTo("/_matrix/client/v3/rooms/{roomId}/state/{eventType}/{stateKey}");
    assertThat(path("GET", "/_matrix/client/v1/media/download/example.org/abc"))
        .isEqualTo("/_matrix/client/v1/media/download/{serverName}/{mediaId}");
    assertThat(path("GET", "/.well-known/matrix/client")).isEqualTo("/.well-known/matrix/client");
  }

  private static String path(String method, String asked) {
    return SpecCheck.operation(method, asked).orElseThrow().path();
  }

  @Test
  void anEventIsCheckedByItsTypeAndMessageType() {
    assertThatThrownBy(() -> SpecCheck.checkEvents(sync(event(JsonObject.of("body", "x")))))
        .hasMessageContaining("msgtype");
    JsonObject image = JsonObject.of("msgtype", "m.image", "body", "x", "info", "large");
    assertThatThrownBy(() -> SpecCheck.checkEvents(sync(event(image))))
        .hasMessageContaining("info");
  }

  @Test
  void aRedactedEventMayHaveLostItsContent() {
    JsonObject redacted =
        event(JsonObject.EMPTY)
            .with("unsigned", JsonObject.of("redacted_because", JsonObject.of("type", "m.x")));
    SpecCheck.checkEvents(sync(redacted));
  }

  @Test
  void everyOperationOfTheClientServerApiIsRead() {
    assertThat(SpecCheck.operations()).hasSize(OPERATIONS);
    assertThat(SpecCheck.operations())
        .allSatisfy(
            operation -> {
              assertThat(operation.path()).startsWith("/");
              assertThat(operation.responses()).isNotEmpty();
            });
  }

  /// The checker and the specification agree: each example of an answer passes its own schema.
  @Test
  void everyExampleOfAnAnswerPasses() {
    List<String> problems = new ArrayList<>();
    int examples = 0;
    for (Operation operation : SpecCheck.operations()) {
      for (int status : operation.responses().keySet()) {
        Operation.Response response = operation.responses().get(status);
        JsonNode json = response.content().get("application/json");
        if (json == null) continue;
        for (JsonNode one : json.path("examples")) {
          JsonNode value = SpecCheck.example(response.file(), one).path("value");
          if (value.isMissingNode()) continue;
          examples++;
          String where = operation.method() + " " + operation.path() + " " + status;
          SpecCheck.problems(operation, status, value)
              .forEach(problem -> problems.add(where + " " + problem));
        }
      }
    }
    assertThat(examples).isGreaterThan(120);
    assertThat(problems).isEmpty();
  }

  @Test
  void everyExampleOfAnEventPasses() {
    List<String> problems = new ArrayList<>();
    int examples = 0;
    for (Path file : SpecCheck.files("event-schemas/examples")) {
      JsonNode event = SpecCheck.example(file, SpecCheck.file(file).node());
      examples++;
      SpecCheck.eventProblems(event)
          .forEach(problem -> problems.add(file.getFileName() + " " + problem));
    }
    assertThat(examples).isGreaterThan(70);
    assertThat(problems).isEmpty();
  }
}
