package parvis.core.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// People look up what they were notified of.
class NotificationsTest {
  private static final String PATH = "/_matrix/client/v3/notifications";

  @AutoClose static final World world = World.start();
  static final Client alice = world.register("alice");

  private static List<JsonObject> listed(JsonObject page) {
    return page.array("notifications").orElseThrow().objects();
  }

  private static JsonObject page(Client client, String query) {
    return client.get(PATH + query).ok().json();
  }

  private static List<String> ids(JsonObject page) {
    return listed(page).stream()
        .map(one -> Chat.at(one, "event").string("event_id").orElse(""))
        .toList();
  }

  private static void mention(Client client, String room, Client target) {
    var mentions = JsonObject.of("user_ids", JsonArray.of(target.user()));
    Chat.send(
        client, room, JsonObject.of("msgtype", "m.text", "body", "Toi", "m.mentions", mentions));
  }

  @Test
  void what_notified_is_listed_latest_first_over_all_rooms() {
    var bruno = world.register("bruno");
    var one = Chat.room(alice, bruno);
    var other = Chat.room(alice, bruno);
    var first = Chat.say(alice, one, "Un");
    Chat.say(bruno, one, "De moi");
    var second = Chat.say(alice, other, "Deux");
    Chat.send(alice, other, JsonObject.of("msgtype", "m.notice", "body", "Automate"));
    var regretted = Chat.say(alice, other, "Faux");
    Chat.redact(alice, other, regretted).ok();
    var third = Chat.say(alice, one, "Trois");
    var page = page(bruno, "");
    assertThat(ids(page)).containsExactly(third, second, first);
    assertThat(page.has("next_token")).isFalse();
    var latest = listed(page).getFirst();
    assertThat(latest.string("room_id")).contains(one);
    assertThat(latest.array("actions").orElseThrow().strings()).containsExactly("notify");
    assertThat(latest.integer("ts")).isPresent();
    assertThat(Chat.at(latest, "event").has("room_id")).isFalse();
    Chat.member(alice, one, "kick", bruno).ok();
    assertThat(ids(page(bruno, ""))).containsExactly(second);
  }

  @Test
  void pages_follow_one_another_and_may_hold_highlights_only() {
    var chloe = world.register("chloe");
    var room = Chat.room(alice, chloe);
    var sent = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      sent.addFirst(Chat.say(alice, room, "Message " + i));
      if (i == 3) mention(alice, room, chloe);
    }
    var seen = new ArrayList<String>();
    var page = page(chloe, "?limit=3");
    while (page.has("next_token")) {
      assertThat(listed(page)).hasSize(3);
      seen.addAll(ids(page));
      page = page(chloe, "?limit=3&from=" + page.string("next_token").orElseThrow());
    }
    seen.addAll(ids(page));
    assertThat(seen).hasSize(8).containsAll(sent).doesNotHaveDuplicates();
    var loud = page(chloe, "?only=highlight");
    assertThat(listed(loud)).hasSize(1);
    assertThat(listed(loud).getFirst().array("actions").orElseThrow().objects())
        .contains(JsonObject.of("set_tweak", "highlight"));
    assertThat(listed(page(chloe, "?limit=1000000"))).hasSize(8);
  }

  @Test
  void what_was_read_says_so_thread_by_thread() {
    var denis = world.register("denis");
    var room = Chat.room(alice, denis);
    var read = Chat.say(alice, room, "Lu");
    var root = Chat.say(alice, room, "Racine");
    var reply = Chat.send(alice, room, Chat.related("m.thread", root, "Dans le fil"));
    var path = Chat.path(room) + "/receipt/m.read/";
    denis.post(path + Client.segment(read), JsonObject.of("thread_id", "main")).ok();
    assertThat(unread(denis)).containsExactly(reply, root);
    denis.post(path + Client.segment(root), JsonObject.of("thread_id", "main")).ok();
    assertThat(unread(denis)).containsExactly(reply);
    denis.post(path + Client.segment(reply), JsonObject.of("thread_id", root)).ok();
    assertThat(unread(denis)).isEmpty();
    assertThat(ids(page(denis, ""))).containsExactly(reply, root, read);
  }

  private static List<String> unread(Client client) {
    return listed(page(client, "")).stream()
        .filter(one -> !one.bool("read").orElseThrow())
        .map(one -> Chat.at(one, "event").string("event_id").orElse(""))
        .toList();
  }

  @Test
  void events_are_judged_by_the_rules_of_when_they_came() {
    var elise = world.register("elise");
    var room = Chat.room(alice, elise);
    var before = Chat.say(alice, room, "Avant");
    var rule = "/_matrix/client/v3/pushrules/global/room/" + Client.segment(room);
    elise.put(rule, JsonObject.of("actions", JsonArray.EMPTY)).ok();
    Chat.say(alice, room, "Pendant");
    elise.delete(rule).ok();
    var after = Chat.say(alice, room, "Après");
    assertThat(ids(page(elise, ""))).containsExactly(after, before);
  }

  @Test
  void an_invitation_notifies_while_it_stands() {
    var fanny = world.register("fanny");
    var wish = JsonObject.of("invite", JsonArray.of(fanny.user()));
    var room = Chat.create(alice, wish);
    Chat.say(alice, room, "Elle ne le voit pas");
    var invited = listed(page(fanny, ""));
    assertThat(invited).hasSize(1);
    assertThat(invited.getFirst().string("room_id")).contains(room);
    assertThat(invited.getFirst().bool("read")).contains(false);
    fanny.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    assertThat(listed(page(fanny, ""))).isEmpty();
  }

  @Test
  void what_lies_behind_much_that_is_silent_is_found_page_by_page() {
    var gilles = world.register("gilles");
    var room = Chat.room(alice, gilles);
    var first = Chat.say(alice, room, "Important");
    for (int i = 0; i < 510; i++) {
      Chat.send(alice, room, JsonObject.of("msgtype", "m.notice", "body", "Automate"));
    }
    var page = page(gilles, "");
    assertThat(listed(page)).isEmpty();
    var next = page.string("next_token").orElseThrow();
    assertThat(ids(page(gilles, "?from=" + next))).containsExactly(first);
  }

  @Test
  void what_is_wrong_is_refused() {
    for (var query : List.of("?limit=0", "?limit=-1", "?limit=x", "?from=x", "?from=0")) {
      assertThat(alice.get(PATH + query).errcode()).as(query).isEqualTo("M_INVALID_PARAM");
    }
    assertThat(world.stranger().get(PATH).status()).isEqualTo(401);
    assertThat(listed(page(world.register("neuf"), ""))).isEmpty();
  }
}
