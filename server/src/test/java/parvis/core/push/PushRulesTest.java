package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People say what shall make them attentive.
class PushRulesTest {
  private static final String GLOBAL = "/_matrix/client/v3/pushrules/global/";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");
  static final Client bruno = world.register("bruno");

  static JsonObject acting(String... tweaks) {
    var actions = new java.util.ArrayList<Object>(List.of("notify"));
    for (var tweak : tweaks) {
      actions.add(JsonObject.of("set_tweak", tweak));
    }
    return JsonObject.of("actions", JsonArray.of(actions.toArray()));
  }

  static List<String> ids(Client client, String kind) {
    return client.get(GLOBAL).ok().json().array(kind).orElseThrow().objects().stream()
        .map(rule -> rule.string("rule_id").orElse(""))
        .toList();
  }

  @Test
  void everybody_begins_with_the_rules_of_the_specification() {
    var all = world.register("neuf").get("/_matrix/client/v3/pushrules/").ok().json();
    assertThat(Chat.at(all, "global").keys())
        .contains("override", "content", "room", "sender", "underride");
    assertThat(ids(alice, "override")).contains(".m.rule.master", ".m.rule.is_user_mention");
    var polls = ".org.matrix.msc3930.rule.poll_start";
    assertThat(ids(alice, "underride").indexOf(polls + "_one_to_one"))
        .isBetween(0, ids(alice, "underride").indexOf(polls));
    assertThat(alice.get(GLOBAL + "override/.m.rule.master/enabled").ok().json().bool("enabled"))
        .contains(false);
  }

  @Test
  void a_rule_is_made_moved_switched_changed_and_removed() {
    alice.put(GLOBAL + "content/crue", acting().with("pattern", "crue")).ok();
    alice.put(GLOBAL + "content/eau", acting().with("pattern", "eau")).ok();
    assertThat(ids(alice, "content").indexOf("eau"))
        .isLessThan(ids(alice, "content").indexOf("crue"));
    alice.put(GLOBAL + "content/pont?after=crue", acting().with("pattern", "pont")).ok();
    assertThat(ids(alice, "content").indexOf("pont"))
        .isGreaterThan(ids(alice, "content").indexOf("crue"));
    alice.put(GLOBAL + "content/crue/enabled", JsonObject.of("enabled", false)).ok();
    assertThat(alice.get(GLOBAL + "content/crue").ok().json().bool("enabled")).contains(false);
    alice.put(GLOBAL + "content/crue/actions", acting("highlight")).ok();
    assertThat(alice.get(GLOBAL + "content/crue/actions").ok().text()).contains("highlight");
    alice.delete(GLOBAL + "content/crue").ok();
    assertThat(alice.get(GLOBAL + "content/crue").status()).isEqualTo(404);
    assertThat(alice.delete(GLOBAL + "content/crue").status()).isEqualTo(404);
  }

  @Test
  void what_is_wrong_is_refused() {
    var before = bruno.get(GLOBAL).ok().text();
    assertThat(bruno.put(GLOBAL + "elsewhere/x", acting()).status()).isEqualTo(400);
    assertThat(bruno.get(GLOBAL + "elsewhere/x").errcode()).isEqualTo("M_NOT_FOUND");
    assertThat(bruno.put(GLOBAL + "override/.m.rule.mine", acting()).status()).isEqualTo(400);
    assertThat(bruno.put(GLOBAL + "content/x", acting()).status()).isEqualTo(400);
    assertThat(bruno.put(GLOBAL + "override/x", JsonObject.of("actions", "notify")).errcode())
        .isEqualTo("M_BAD_JSON");
    assertThat(bruno.put(GLOBAL + "override/x?before=none", acting()).status()).isEqualTo(404);
    assertThat(bruno.delete(GLOBAL + "override/.m.rule.master").status()).isEqualTo(400);
    assertThat(bruno.put(GLOBAL + "override/none/enabled", JsonObject.of("enabled", true)).status())
        .isEqualTo(404);
    assertThat(
            bruno
                .put(GLOBAL + "override/.m.rule.master/enabled", JsonObject.of("enabled", 1))
                .errcode())
        .isEqualTo("M_BAD_JSON");
    assertThat(bruno.get(GLOBAL).ok().text()).isEqualTo(before);
  }

  @Test
  void words_are_bounded_in_length_and_number() {
    var dora = world.register("dora");
    var word = GLOBAL + "content/";
    assertThat(dora.put(word + "long", acting().with("pattern", "a".repeat(128))).errcode())
        .isEqualTo("M_INVALID_PARAM");
    for (int i = 0; i < PushRuleRoutes.WORDS_MAX; i++) {
      dora.put(word + "w" + i, acting().with("pattern", "a".repeat(127))).ok();
    }
    var more = dora.put(word + "more", acting().with("pattern", "mot"));
    assertThat(more.errcode()).isEqualTo("M_RESOURCE_LIMIT_EXCEEDED");
    dora.put(word + "w0", acting().with("pattern", "mot")).ok();
    dora.put(GLOBAL + "override/other", acting().with("conditions", JsonArray.EMPTY)).ok();
    for (var name : List.of("key", "pattern")) {
      var condition = JsonObject.of("kind", "event_match", name, "a".repeat(256));
      var wish = acting().with("conditions", JsonArray.of(condition));
      assertThat(dora.put(GLOBAL + "override/long", wish).errcode()).isEqualTo("M_INVALID_PARAM");
    }
  }

  @Test
  void other_devices_learn_of_a_change_and_the_counts_follow_the_rules() {
    var chloe = world.register("chloe");
    var room = Chat.room(alice, chloe);
    var since = Chat.next(Chat.sync(chloe, ""));
    chloe.put(GLOBAL + "content/crue", acting("highlight").with("pattern", "crue")).ok();
    var told = Chat.sync(chloe, "since=" + since);
    assertThat(told.object("account_data").orElseThrow().toString()).contains("m.push_rules");
    Chat.say(alice, room, "Une Crue arrive");
    var counts = Chat.in(Chat.sync(chloe, ""), "join", room);
    assertThat(Chat.at(counts, "unread_notifications").integer("highlight_count")).hasValue(1);
    chloe
        .put(GLOBAL + "room/" + Client.segment(room), JsonObject.of("actions", JsonArray.EMPTY))
        .ok();
    Chat.say(alice, room, "Rien");
    counts = Chat.in(Chat.sync(chloe, ""), "join", room);
    assertThat(Chat.at(counts, "unread_notifications").integer("notification_count")).hasValue(1);
  }
}
