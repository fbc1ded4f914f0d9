package parvis.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.protocol.json.JsonDecimal;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// Every kind of condition, and what is none.
///
/// spec: client-server-api#conditions-1
class ConditionTest {
  private static JsonObject event(String type, JsonObject content) {
    return JsonObject.of("type", type, "content", content);
  }

  private static JsonObject text(String body) {
    return event("m.room.message", JsonObject.of("msgtype", "m.text", "body", body));
  }

  private static boolean holds(JsonObject condition, JsonObject event) {
    return Condition.parse(condition)
        .holds(
            new PushEvent(event, 3, 0, JsonObject.EMPTY, Optional.of("Alice"), Optional.empty()),
            new Work());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "=3", "3.0", "=>3", "!=3", "x", "==", "<>3", "3 ", "1234567890123456"})
  void a_member_count_that_is_no_comparison_never_holds(String is) {
    assertThat(holds(JsonObject.of("kind", "room_member_count", "is", is), text("x"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "3,true",
    "==3,true",
    "2,false",
    ">2,true",
    ">3,false",
    ">=3,true",
    ">=4,false",
    "<4,true",
    "<3,false",
    "<=3,true",
    "<=2,false"
  })
  void member_counts_compare(String is, boolean expected) {
    assertThat(holds(JsonObject.of("kind", "room_member_count", "is", is), text("x")))
        .isEqualTo(expected);
  }

  @Test
  void properties_are_compared_exactly() {
    JsonObject event =
        event(
            "x",
            JsonObject.of(
                "m.federate",
                true,
                "n",
                1,
                "nothing",
                JsonNull.NULL,
                "list",
                List.of("a", 1, JsonObject.EMPTY),
                "f\\oo",
                "bar"));
    assertThat(is("content.m\\.federate", true, event)).isTrue();
    assertThat(is("content.m\\.federate", "true", event)).isFalse();
    assertThat(is("content.m.federate", true, event)).isFalse();
    assertThat(is("content.n", 1, event)).isTrue();
    assertThat(is("content.nothing", JsonNull.NULL, event)).isTrue();
    assertThat(is("content.absent", JsonNull.NULL, event)).isFalse();
    assertThat(is("content.list", List.of("a"), event)).isFalse();
    assertThat(is("content.f\\\\oo", "bar", event)).isTrue();
    assertThat(is("content.f\\oo", "bar", event)).isTrue();
    assertThat(is("content.n", new JsonDecimal("1.0"), event)).isFalse();
    assertThat(contains("content.list", "a", event)).isTrue();
    assertThat(contains("content.list", 1, event)).isTrue();
    assertThat(contains("content.list", "1", event)).isFalse();
    assertThat(contains("content.list", JsonObject.EMPTY, event)).isFalse();
    assertThat(contains("content.n", 1, event)).isFalse();
  }

  private static boolean is(String key, Object value, JsonObject event) {
    return holds(JsonObject.of("kind", "event_property_is", "key", key, "value", value), event);
  }

  private static boolean contains(String key, Object value, JsonObject event) {
    return holds(
        JsonObject.of("kind", "event_property_contains", "key", key, "value", value), event);
  }

  @Test
  void conditions_unknown_or_incomplete_never_hold() {
    for (String kind :
        List.of(
            "event_match",
            "event_property_is",
            "event_property_contains",
            "room_member_count",
            "sender_notification_permission",
            "io.element.msc4306.thread_subscription",
            "fr.example.unknown")) {
      assertThat(holds(JsonObject.of("kind", kind), text("x"))).as(kind).isFalse();
    }
    assertThat(holds(JsonObject.EMPTY, text("x"))).isFalse();
    JsonObject any = JsonObject.of("kind", "event_match", "key", "content.n", "pattern", "*");
    assertThat(holds(any, event("x", JsonObject.of("n", 1)))).isFalse();
    assertThat(holds(any, event("x", JsonObject.EMPTY))).isFalse();
    assertThat(holds(any, event("x", JsonObject.of("n", "")))).isTrue();
  }

  @Test
  void a_thread_is_followed_or_not_and_outside_threads_neither() {
    var outside =
        new PushEvent(text(""), 3, 0, JsonObject.EMPTY, Optional.empty(), Optional.empty());
    for (var wanted : List.of(true, false)) {
      var kind = JsonObject.of("kind", "io.element.msc4306.thread_subscription");
      var condition = Condition.parse(kind.with("subscribed", wanted));
      assertThat(condition.holds(outside, new Work())).isFalse();
      assertThat(condition.holds(outside.inThread(wanted), new Work())).isTrue();
      assertThat(condition.holds(outside.inThread(!wanted), new Work())).isFalse();
    }
  }

  @Test
  void the_display_name_is_found_as_it_stands() {
    JsonObject named = JsonObject.of("kind", "contains_display_name");
    assertThat(holds(named, text("Bonjour ALICE !"))).isTrue();
    assertThat(holds(named, text("Bonjour Alices"))).isFalse();
    var nameless =
        new PushEvent(text(" "), 3, 0, JsonObject.EMPTY, Optional.of(" "), Optional.empty());
    assertThat(Condition.parse(named).holds(nameless, new Work())).isFalse();
  }
}
