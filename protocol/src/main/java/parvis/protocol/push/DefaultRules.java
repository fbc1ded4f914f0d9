package parvis.protocol.push;

import static parvis.protocol.push.RuleKind.CONTENT;
import static parvis.protocol.push.RuleKind.OVERRIDE;
import static parvis.protocol.push.RuleKind.POSTCONTENT;
import static parvis.protocol.push.RuleKind.UNDERRIDE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The rules every account begins with: those of version 1.19 of the client API, and those of
/// polls, under the names that clients know before the specification has some. Of the rules that
/// searched bodies for names, which went in version 1.17, one is left, for messages that do not say
/// whom they mention: whoever is called there by their whole id is mentioned. A name alone mentions
/// nobody.
///
/// Threads that somebody follows notify them whatever the room's own rules say. The rule that
/// others do not notify is there and off: to a person whose clients follow no threads it would hush
/// them all.
///
/// spec: client-server-api#predefined-rules; MSC3930, MSC4306
final class DefaultRules {
  static final String MASTER = ".m.rule.master";

  /// It holds only for events without `m.mentions`.
  static final String NAMED = ".m.rule.contains_user_name";

  private static final JsonObject HIGHLIGHT = JsonObject.of("set_tweak", "highlight");
  private static final JsonArray NOTHING = JsonArray.EMPTY;
  private static final String POLL = ".org.matrix.msc3930.rule.";
  private static final String THREADS = ".io.element.msc4306.rule.";
  private static final String POLLS = "org.matrix.msc3381.poll.";

  private DefaultRules() {}

  static List<PushRule> of(UserId user) {
    return List.of(
        rule(OVERRIDE, MASTER, NOTHING).withEnabled(false),
        rule(OVERRIDE, ".m.rule.suppress_notices", NOTHING, match("content.msgtype", "m.notice")),
        rule(
            OVERRIDE,
            ".m.rule.invite_for_me",
            actions(sound("default")),
            match("type", "m.room.member"),
            match("content.membership", "invite"),
            match("state_key", user.value())),
        rule(OVERRIDE, ".m.rule.member_event", NOTHING, match("type", "m.room.member")),
        rule(
            OVERRIDE,
            ".m.rule.is_user_mention",
            actions(sound("default"), HIGHLIGHT),
            property("event_property_contains", "content.m\\.mentions.user_ids", user.value())),
        rule(
            OVERRIDE,
            ".m.rule.is_room_mention",
            actions(HIGHLIGHT),
            property("event_property_is", "content.m\\.mentions.room", true),
            JsonObject.of("kind", "sender_notification_permission", "key", "room")),
        rule(
            OVERRIDE,
            ".m.rule.tombstone",
            actions(HIGHLIGHT),
            match("type", "m.room.tombstone"),
            match("state_key", "")),
        rule(OVERRIDE, ".m.rule.reaction", NOTHING, match("type", "m.reaction")),
        rule(
            OVERRIDE,
            ".m.rule.room.server_acl",
            NOTHING,
            match("type", "m.room.server_acl"),
            match("state_key", "")),
        rule(
            OVERRIDE,
            ".m.rule.suppress_edits",
            NOTHING,
            property("event_property_is", "content.m\\.relates_to.rel_type", "m.replace")),
        rule(OVERRIDE, POLL + "poll_response", NOTHING, match("type", POLLS + "response")),
        named(user),
        rule(POSTCONTENT, THREADS + "unsubscribed_thread", NOTHING, follows(false))
            .withEnabled(false),
        rule(POSTCONTENT, THREADS + "subscribed_thread", actions(sound("default")), follows(true)),
        rule(UNDERRIDE, ".m.rule.call", actions(sound("ring")), match("type", "m.call.invite")),
        rule(
            UNDERRIDE,
            ".m.rule.encrypted_room_one_to_one",
            actions(sound("default")),
            JsonObject.of("kind", "room_member_count", "is", "2"),
            match("type", "m.room.encrypted")),
        rule(
            UNDERRIDE,
            ".m.rule.room_one_to_one",
            actions(sound("default")),
            JsonObject.of("kind", "room_member_count", "is", "2"),
            match("type", "m.room.message")),
        rule(UNDERRIDE, ".m.rule.message", actions(), match("type", "m.room.message")),
        rule(UNDERRIDE, ".m.rule.encrypted", actions(), match("type", "m.room.encrypted")),
        pollOfTwo("poll_start"),
        pollOfTwo("poll_end"),
        rule(UNDERRIDE, POLL + "poll_start", actions(), match("type", POLLS + "start")),
        rule(UNDERRIDE, POLL + "poll_end", actions(), match("type", POLLS + "end")));
  }

  private static PushRule named(UserId user) {
    var loudly = actions(sound("default"), HIGHLIGHT);
    return new PushRule(CONTENT, NAMED, true, true, List.of(), Optional.of(user.value()), loudly);
  }

  private static PushRule pollOfTwo(String what) {
    return rule(
        UNDERRIDE,
        POLL + what + "_one_to_one",
        actions(sound("default")),
        JsonObject.of("kind", "room_member_count", "is", "2"),
        match("type", POLLS + what.substring("poll_".length())));
  }

  private static PushRule rule(
      RuleKind kind, String id, JsonArray actions, JsonObject... conditions) {
    return new PushRule(kind, id, true, true, List.of(conditions), Optional.empty(), actions);
  }

  private static JsonArray actions(JsonObject... tweaks) {
    var actions = new ArrayList<Object>(List.of("notify"));
    actions.addAll(List.of(tweaks));
    return JsonArray.of(actions.toArray());
  }

  private static JsonObject sound(String name) {
    return JsonObject.of("set_tweak", "sound", "value", name);
  }

  private static JsonObject match(String key, String pattern) {
    return JsonObject.of("kind", "event_match", "key", key, "pattern", pattern);
  }

  private static JsonObject follows(boolean whether) {
    return JsonObject.of("kind", Condition.FOLLOWS, "subscribed", whether);
  }

  private static JsonObject property(String kind, String key, Object value) {
    return JsonObject.of("kind", kind, "key", key, "value", value);
  }
}
