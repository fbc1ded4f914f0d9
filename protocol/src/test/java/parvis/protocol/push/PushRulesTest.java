package parvis.protocol.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What notifies whom: the default rules one by one, people's own rules, and every kind of
/// condition.
///
/// spec: client-server-api#push-notifications
class PushRulesTest {
  private static final UserId ALICE = new UserId("@alice:domain");
  private static final PushRules RULES = PushRules.defaults(ALICE);
  private static final PushVerdict SILENT = PushVerdict.SILENT;
  private static final PushVerdict PLAIN = new PushVerdict(true, false, Optional.empty());
  private static final PushVerdict SOUND = new PushVerdict(true, false, Optional.of("default"));
  private static final PushVerdict LOUD = new PushVerdict(true, true, Optional.of("default"));
  private static final PushVerdict HIGHLIGHT = new PushVerdict(true, true, Optional.empty());

  private static JsonObject event(String type, JsonObject content) {
    return JsonObject.of(
        "type", type, "content", content, "sender", "@bob:domain", "room_id", "!room:domain");
  }

  private static JsonObject text(String body) {
    return event("m.room.message", JsonObject.of("msgtype", "m.text", "body", body));
  }

  private static PushEvent among(long members, JsonObject event) {
    return new PushEvent(
        event, members, 0, JsonObject.EMPTY, Optional.of("Alice"), Optional.empty());
  }

  private static PushVerdict evaluate(JsonObject event) {
    return RULES.evaluate(among(3, event));
  }

  @Test
  void the_default_rules_are_those_of_version_1_19_and_of_polls_and_threads_in_their_order() {
    assertThat(RULES.rules().stream().map(PushRule::id))
        .containsExactly(
            ".m.rule.master",
            ".m.rule.suppress_notices",
            ".m.rule.invite_for_me",
            ".m.rule.member_event",
            ".m.rule.is_user_mention",
            ".m.rule.is_room_mention",
            ".m.rule.tombstone",
            ".m.rule.reaction",
            ".m.rule.room.server_acl",
            ".m.rule.suppress_edits",
            ".org.matrix.msc3930.rule.poll_response",
            ".m.rule.contains_user_name",
            ".io.element.msc4306.rule.unsubscribed_thread",
            ".io.element.msc4306.rule.subscribed_thread",
            ".m.rule.call",
            ".m.rule.encrypted_room_one_to_one",
            ".m.rule.room_one_to_one",
            ".m.rule.message",
            ".m.rule.encrypted",
            ".org.matrix.msc3930.rule.poll_start_one_to_one",
            ".org.matrix.msc3930.rule.poll_end_one_to_one",
            ".org.matrix.msc3930.rule.poll_start",
            ".org.matrix.msc3930.rule.poll_end");
    assertThat(RULES.rules()).allMatch(PushRule::isDefault);
    assertThat(RULES.rules().stream().filter(rule -> !rule.enabled()).map(PushRule::id))
        .containsExactly(".m.rule.master", ".io.element.msc4306.rule.unsubscribed_thread");
  }

  @Test
  void messages_and_encrypted_events_notify_and_sound_among_two() {
    JsonObject encrypted = event("m.room.encrypted", JsonObject.EMPTY);
    assertThat(RULES.evaluate(among(3, text("x")))).isEqualTo(PLAIN);
    assertThat(RULES.evaluate(among(2, text("x")))).isEqualTo(SOUND);
    assertThat(RULES.evaluate(among(1, text("x")))).isEqualTo(PLAIN);
    assertThat(RULES.evaluate(among(3, encrypted))).isEqualTo(PLAIN);
    assertThat(RULES.evaluate(among(2, encrypted))).isEqualTo(SOUND);
    assertThat(evaluate(event("m.call.invite", JsonObject.EMPTY)))
        .isEqualTo(new PushVerdict(true, false, Optional.of("ring")));
    assertThat(evaluate(event("fr.example.other", JsonObject.EMPTY))).isEqualTo(SILENT);
  }

  @Test
  void notices_reactions_edits_members_and_server_lists_are_silent() {
    assertThat(evaluate(event("m.room.message", JsonObject.of("msgtype", "m.notice"))))
        .isEqualTo(SILENT);
    assertThat(evaluate(event("m.reaction", JsonObject.EMPTY))).isEqualTo(SILENT);
    JsonObject edit =
        JsonObject.of("body", "x", "m.relates_to", JsonObject.of("rel_type", "m.replace"));
    assertThat(evaluate(event("m.room.message", edit))).isEqualTo(SILENT);
    assertThat(evaluate(member("join", ALICE.value()))).isEqualTo(SILENT);
    assertThat(evaluate(event("m.room.server_acl", JsonObject.EMPTY).with("state_key", "")))
        .isEqualTo(SILENT);
  }

  private static JsonObject member(String membership, String target) {
    return event("m.room.member", JsonObject.of("membership", membership))
        .with("state_key", target);
  }

  @Test
  void an_invitation_sounds_for_the_one_invited() {
    assertThat(evaluate(member("invite", ALICE.value()))).isEqualTo(SOUND);
    assertThat(evaluate(member("invite", "@carol:domain"))).isEqualTo(SILENT);
  }

  @Test
  void a_tombstone_stands_out_if_it_is_one() {
    JsonObject tombstone = event("m.room.tombstone", JsonObject.EMPTY);
    assertThat(evaluate(tombstone.with("state_key", ""))).isEqualTo(HIGHLIGHT);
    assertThat(evaluate(tombstone.with("state_key", "x"))).isEqualTo(SILENT);
    assertThat(evaluate(tombstone)).isEqualTo(SILENT);
  }

  @Test
  void a_mention_stands_out_for_the_one_mentioned_and_a_name_alone_is_no_mention() {
    assertThat(evaluate(mentioning(JsonObject.of("user_ids", List.of(1, ALICE.value())))))
        .isEqualTo(LOUD);
    assertThat(evaluate(mentioning(JsonObject.of("user_ids", List.of("@alice:other")))))
        .isEqualTo(PLAIN);
    assertThat(evaluate(mentioning(JsonObject.of("user_ids", ALICE.value())))).isEqualTo(PLAIN);
    assertThat(evaluate(text("Alice @alice @room alice @alice:domains"))).isEqualTo(PLAIN);
  }

  @Test
  void a_whole_id_in_the_body_is_a_mention_where_nobody_says_who_is_mentioned() {
    assertThat(evaluate(text("Bonjour @alice:domain !"))).isEqualTo(LOUD);
    JsonObject content = JsonObject.of("body", "@alice:domain", "m.mentions", JsonObject.EMPTY);
    assertThat(evaluate(event("m.room.message", content))).isEqualTo(PLAIN);
  }

  private static JsonObject mentioning(JsonObject mentions) {
    return event("m.room.message", JsonObject.of("body", "x", "m.mentions", mentions));
  }

  @ParameterizedTest
  @CsvSource({"50,,true", "49,,false", "0,0,true", "99,100,false", "100,100,true"})
  void a_mention_of_everybody_needs_the_power_for_it(long power, Long level, boolean loud) {
    JsonObject levels = level == null ? JsonObject.EMPTY : JsonObject.of("room", level);
    JsonObject event = mentioning(JsonObject.of("room", true));
    var asked = new PushEvent(event, 3, power, levels, Optional.empty(), Optional.empty());
    assertThat(RULES.evaluate(asked)).isEqualTo(loud ? HIGHLIGHT : PLAIN);
    JsonObject untrue = mentioning(JsonObject.of("room", "true"));
    var wrong = new PushEvent(untrue, 3, power, levels, Optional.empty(), Optional.empty());
    assertThat(RULES.evaluate(wrong)).isEqualTo(PLAIN);
  }

  @Test
  void the_master_switch_silences_everything_even_before_one_s_own_rules() {
    PushRules own =
        RULES
            .put(
                override("mine", JsonObject.of("kind", "room_member_count", "is", ">0")),
                Optional.empty(),
                Optional.empty())
            .orElseThrow();
    PushRule master = own.rule(RuleKind.OVERRIDE, ".m.rule.master").orElseThrow();
    PushRules off = own.replace(master.withEnabled(true));
    assertThat(own.evaluate(among(3, text("x")))).isEqualTo(PLAIN);
    assertThat(off.evaluate(among(3, text("x")))).isEqualTo(SILENT);
  }

  private static PushRule override(String id, JsonObject... conditions) {
    return new PushRule(
        RuleKind.OVERRIDE,
        id,
        false,
        true,
        List.of(conditions),
        Optional.empty(),
        JsonArray.of("notify"));
  }

  private static PushRule simple(RuleKind kind, String id, Object... actions) {
    Optional<String> pattern = kind == RuleKind.CONTENT ? Optional.of("cake*") : Optional.empty();
    return new PushRule(kind, id, false, true, List.of(), pattern, JsonArray.of(actions));
  }

  private static PushRules with(PushRule rule) {
    return RULES.put(rule, Optional.empty(), Optional.empty()).orElseThrow();
  }

  @Test
  void content_room_and_sender_rules_match_what_they_are_about() {
    JsonObject highlight = JsonObject.of("set_tweak", "highlight");
    PushRule cake = simple(RuleKind.CONTENT, "c", "notify", highlight);
    assertThat(with(cake).evaluate(among(3, text("a cakewalk")))).isEqualTo(HIGHLIGHT);
    assertThat(with(cake).evaluate(among(3, text("pancake")))).isEqualTo(PLAIN);
    PushRule room = simple(RuleKind.ROOM, "!room:domain");
    assertThat(with(room).evaluate(among(3, text("x")))).isEqualTo(SILENT);
    assertThat(with(simple(RuleKind.ROOM, "!other:domain")).evaluate(among(3, text("x"))))
        .isEqualTo(PLAIN);
    PushRule sender = simple(RuleKind.SENDER, "@bob:domain", "dont_notify");
    assertThat(with(sender).evaluate(among(3, text("x")))).isEqualTo(SILENT);
    assertThat(with(sender.withEnabled(false)).evaluate(among(3, text("x")))).isEqualTo(PLAIN);
  }

  @Test
  void a_highlight_can_be_taken_back_and_old_actions_mean_nothing() {
    JsonObject off = JsonObject.of("set_tweak", "highlight", "value", false);
    PushRule rule = simple(RuleKind.CONTENT, "c", "coalesce", "notify", off, 5);
    assertThat(with(rule).evaluate(among(3, text("cake")))).isEqualTo(PLAIN);
  }

  @Test
  void rules_stand_where_they_are_put() {
    PushRules rules = RULES;
    for (String id : List.of("a", "b", "c")) {
      rules = rules.put(override(id), Optional.empty(), Optional.empty()).orElseThrow();
    }
    assertThat(own(rules)).containsExactly("c", "b", "a");
    rules = rules.put(override("a"), Optional.of("b"), Optional.empty()).orElseThrow();
    assertThat(own(rules)).containsExactly("c", "a", "b");
    rules = rules.put(override("c"), Optional.empty(), Optional.of("b")).orElseThrow();
    assertThat(own(rules)).containsExactly("a", "b", "c");
    assertThat(rules.put(override("x"), Optional.of("nobody"), Optional.empty())).isEmpty();
    assertThat(own(rules.without(RuleKind.OVERRIDE, "b"))).containsExactly("a", "c");
    assertThat(rules.without(RuleKind.OVERRIDE, ".m.rule.master").rules()).isEqualTo(rules.rules());
    assertThat(rules.rules().getFirst().id()).isEqualTo(".m.rule.master");
  }

  private static List<String> own(PushRules rules) {
    return rules.rules().stream().filter(rule -> !rule.isDefault()).map(PushRule::id).toList();
  }

  @Test
  void what_is_stored_reads_back_and_new_defaults_are_laid_under_it() {
    PushRule notices = RULES.rule(RuleKind.OVERRIDE, ".m.rule.suppress_notices").orElseThrow();
    PushRules changed =
        with(simple(RuleKind.CONTENT, "c", "notify"))
            .replace(notices.withEnabled(false).withActions(JsonArray.of("notify")));
    PushRules back = PushRules.parse(ALICE, changed.json());
    assertThat(back.rules()).isEqualTo(changed.rules());
    assertThat(back.untouched()).isFalse();
    assertThat(PushRules.parse(ALICE, RULES.json()).untouched()).isTrue();
    assertThat(PushRules.parse(ALICE, JsonObject.EMPTY).rules()).isEqualTo(RULES.rules());
    JsonObject old =
        JsonObject.of(
            "global",
            JsonObject.of(
                "override",
                List.of(JsonObject.of("rule_id", ".m.rule.long_gone"), JsonObject.EMPTY)));
    assertThat(PushRules.parse(ALICE, old).rules()).isEqualTo(RULES.rules());
  }

  @Test
  void rules_are_shown_with_what_their_kind_has() {
    JsonObject global = with(simple(RuleKind.CONTENT, "c")).json().object("global").orElseThrow();
    assertThat(global.keys())
        .containsExactly("override", "content", "postcontent", "room", "sender", "underride");
    JsonObject content = global.array("content").orElseThrow().objects().getFirst();
    assertThat(content.keys())
        .containsExactly("actions", "default", "enabled", "pattern", "rule_id");
    JsonObject override = global.array("override").orElseThrow().objects().getFirst();
    assertThat(override.keys())
        .containsExactly("actions", "conditions", "default", "enabled", "rule_id");
  }

  private static PushRules keywords(int count, String pattern) {
    var rules = RULES;
    for (int i = 0; i < count; i++) {
      var rule =
          new PushRule(
              RuleKind.CONTENT,
              "k" + i,
              false,
              true,
              List.of(),
              Optional.of(pattern.formatted(i)),
              JsonArray.of("notify", JsonObject.of("set_tweak", "highlight")));
      rules = rules.put(rule, Optional.empty(), Optional.empty()).orElseThrow();
    }
    return rules;
  }

  /// As many rules as account data holds, as long as patterns may be, on the longest message.
  @Test
  void the_worst_rules_on_the_longest_message_cost_no_more_than_one_evaluation_may() {
    String worst = "*a?".repeat(83) + "%03d";
    for (String body : List.of("a".repeat(60_000), "a ".repeat(30_000), "é".repeat(30_000))) {
      var work = new Work();
      var verdict = keywords(180, worst).evaluate(among(3, text(body)), work);
      assertThat(verdict).as("what costs nothing is asked all the same").isEqualTo(PLAIN);
      assertThat(work.left()).isBetween(0L, Work.STEPS_MAX / 2);
    }
  }

  @Test
  void what_people_ask_for_is_far_from_the_bound() {
    var rules = keywords(100, "mot%d");
    var work = new Work();
    String body = "Un message de la longueur habituelle, ou un peu plus long. ".repeat(10);
    assertThat(rules.evaluate(among(3, text(body + "mot0")), work)).isEqualTo(HIGHLIGHT);
    assertThat(work.left()).isGreaterThan(Work.STEPS_MAX / 2);
    String longest = "a ".repeat(30_000) + "mot1";
    assertThat(keywords(3, "mot%d").evaluate(among(3, text(longest)))).isEqualTo(HIGHLIGHT);
  }

  @Test
  void long_lists_are_counted_too() {
    var list = JsonArray.of(java.util.Collections.nCopies(9_000, "x").toArray());
    var asking =
        JsonObject.of("kind", "event_property_contains", "key", "content.list", "value", "y");
    var rules = RULES;
    for (int i = 0; i < 500; i++) {
      var rule =
          new PushRule(
              RuleKind.OVERRIDE,
              "o" + i,
              false,
              true,
              List.of(asking),
              Optional.empty(),
              JsonArray.EMPTY);
      rules = rules.put(rule, Optional.empty(), Optional.empty()).orElseThrow();
    }
    var work = new Work();
    var event = event("m.room.message", JsonObject.of("list", list));
    assertThat(rules.evaluate(among(3, event), work)).isEqualTo(PLAIN);
    assertThat(work.left()).isBetween(0L, 9_000L);
  }
}
