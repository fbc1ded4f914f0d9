package parvis.core.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.rooms.Chat;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;

/// A client learns of the rooms that it shows, the latest first, and of nothing twice.
class SlidingSyncTest {
  private static final String PATH = "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync";
  private static final int WAIT_SECONDS = 20;

  @AutoClose static final World world = World.start();

  private static JsonObject list(long from, long to, JsonObject filters, String... state) {
    var required = new ArrayList<Object>();
    for (var type : state) {
      required.add(JsonArray.of((Object[]) type.split(" ", -1)));
    }
    var list =
        JsonObject.of(
            "ranges",
            JsonArray.of(JsonArray.of(from, to)),
            "timeline_limit",
            2L,
            "required_state",
            JsonArray.of(required.toArray()),
            "filters",
            filters);
    return JsonObject.of("lists", JsonObject.of("all", list));
  }

  private static JsonObject list(long from, long to, String... state) {
    return list(from, to, JsonObject.EMPTY, state);
  }

  private static JsonObject with(JsonObject wish, String... extensions) {
    var on = JsonObject.builder();
    for (var extension : extensions) {
      on.put(extension, JsonObject.of("enabled", true));
    }
    return wish.with("extensions", on.build());
  }

  private static Answer ask(Client client, String pos, JsonObject wish) {
    return client.post(PATH + (pos.isEmpty() ? "" : "?pos=" + Client.segment(pos)), wish);
  }

  private static JsonObject sync(Client client, String pos, JsonObject wish) {
    return ask(client, pos, wish).ok().json();
  }

  private static CompletableFuture<JsonObject> later(Client client, String pos, JsonObject wish) {
    var path = PATH + "?timeout=15000&pos=" + Client.segment(pos);
    return CompletableFuture.supplyAsync(() -> client.post(path, wish).ok().json())
        .orTimeout(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static String pos(JsonObject told) {
    return told.string("pos").orElseThrow();
  }

  private static JsonObject room(JsonObject told, String room) {
    return Chat.at(told, "rooms", room);
  }

  private static List<String> types(JsonObject room) {
    return room.array("required_state").orElse(JsonArray.EMPTY).objects().stream()
        .map(event -> event.string("type").orElse(""))
        .toList();
  }

  private static long count(JsonObject told) {
    return Chat.at(told, "lists", "all").integer("count").orElseThrow();
  }

  @Test
  void the_rooms_of_a_list_come_with_what_is_wanted_of_them_the_latest_first() {
    var alice = world.register("alice");
    var bruno = world.register("bruno");
    var first = Chat.room(alice, bruno);
    var second = Chat.room(alice, bruno);
    var third = Chat.room(alice, bruno);
    for (var room : List.of(third, first, second)) {
      for (var text : List.of("un", "deux", "trois")) {
        Chat.say(bruno, room, text);
      }
    }
    Chat.state(alice, first, "m.room.name", JsonObject.of("name", "Cantine")).ok();
    var told = sync(alice, "", list(0, 1, "m.room.name ", "m.room.member $ME"));
    assertThat(count(told)).isEqualTo(3);
    assertThat(Chat.at(told, "rooms").keys()).containsExactly(second, first);
    var room = room(told, first);
    assertThat(room.bool("initial")).contains(true);
    assertThat(room.string("name")).contains("Cantine");
    assertThat(Chat.texts(room, "timeline")).containsExactly("trois");
    assertThat(room.bool("limited")).contains(true);
    assertThat(types(room)).containsExactlyInAnyOrder("m.room.name", "m.room.member");
    assertThat(room.integer("joined_count")).hasValue(2);
    assertThat(room(told, second).integer("notification_count")).hasValue(3);
    assertThat(Chat.texts(room(told, second), "timeline")).containsExactly("deux", "trois");
    assertThat(
            room(told, second).array("heroes").orElseThrow().objects().getFirst().string("user_id"))
        .contains(bruno.user());
    var more = sync(alice, pos(told), list(0, 2));
    assertThat(Chat.at(more, "rooms").keys()).containsExactly(third);
    var back = room(told, first).string("prev_batch").orElseThrow();
    var history = Chat.path(first) + "/messages?dir=b&limit=2&from=" + Client.segment(back);
    assertThat(Chat.texts(alice.get(history).ok().json(), "chunk")).containsExactly("deux", "un");
  }

  @Test
  void who_waits_is_told_what_is_new_and_of_nothing_twice() {
    var chloe = world.register("chloe");
    var daniel = world.register("daniel");
    var room = Chat.room(chloe, daniel);
    var wish = with(list(0, 9, "m.room.topic "), "receipts", "typing", "account_data");
    var told = sync(chloe, "", wish);
    assertThat(sync(chloe, pos(told), wish).object("rooms").orElseThrow().isEmpty()).isTrue();
    var waiting = later(chloe, pos(told), wish);
    var said = Chat.say(daniel, room, "bonjour");
    var news = waiting.join();
    assertThat(room(news, room).has("initial")).isFalse();
    assertThat(Chat.texts(room(news, room), "timeline")).containsExactly("bonjour");
    assertThat(room(news, room).integer("num_live")).hasValue(1);
    assertThat(room(news, room).bool("limited")).contains(false);
    news = sync(chloe, pos(told), wish);
    assertThat(Chat.texts(room(news, room), "timeline"))
        .as("the same question once more, as after a lost answer")
        .containsExactly("bonjour");
    EphemeralTest.receipt(daniel, room, "m.read", said).ok();
    var read = later(chloe, pos(news), wish).join();
    assertThat(Chat.at(read, "extensions", "receipts", "rooms", room).toString()).contains(said);
    EphemeralTest.typing(daniel, room, "typing", true).ok();
    var typing = later(chloe, pos(read), wish).join();
    assertThat(Chat.at(typing, "extensions", "typing", "rooms", room).toString())
        .contains(daniel.user());
    Chat.state(chloe, room, "m.room.topic", JsonObject.of("topic", "repas")).ok();
    var topic = later(chloe, pos(typing), wish).join();
    assertThat(types(room(topic, room))).containsExactly("m.room.topic");
  }

  @Test
  void invitations_come_stripped_and_a_room_that_was_left_is_told_once() {
    var emil = world.register("emil");
    var flora = world.register("flora");
    var wish = list(0, 9, "m.room.name ");
    var begun = sync(flora, "", wish);
    var room =
        emil.post(
                "/_matrix/client/v3/createRoom",
                JsonObject.of("invite", JsonArray.of(flora.user()), "name", "Atelier"))
            .ok()
            .string("room_id");
    var invited = later(flora, pos(begun), wish).join();
    assertThat(room(invited, room).array("invite_state").orElseThrow().toString())
        .contains("Atelier");
    assertThat(room(invited, room).has("timeline")).isFalse();
    Chat.join(flora, room).ok();
    var joined = later(flora, pos(invited), wish).join();
    assertThat(room(joined, room).bool("initial")).contains(true);
    assertThat(types(room(joined, room))).contains("m.room.name");
    flora.post(Chat.path(room) + "/leave", JsonObject.EMPTY).ok();
    var left = later(flora, pos(joined), wish).join();
    assertThat(room(left, room).toString()).contains("leave");
    assertThat(sync(flora, pos(left), wish).object("rooms").orElseThrow().isEmpty()).isTrue();
  }

  @Test
  void lists_have_filters() {
    var gaston = world.register("gaston");
    var helene = world.register("helene");
    var direct = Chat.room(gaston, helene);
    var space =
        gaston
            .post(
                "/_matrix/client/v3/createRoom",
                JsonObject.of("creation_content", JsonObject.of("type", "m.space")))
            .ok()
            .string("room_id");
    var secret = Chat.room(gaston);
    Chat.state(
            gaston, secret, "m.room.encryption", JsonObject.of("algorithm", "m.megolm.v1.aes-sha2"))
        .ok();
    var mine = "/_matrix/client/v3/user/" + Client.segment(gaston.user());
    var noted = JsonObject.of(helene.user(), JsonArray.of(direct));
    gaston.put(mine + "/account_data/m.direct", noted).ok();
    var tag = mine + "/rooms/" + Client.segment(secret) + "/tags/m.favourite";
    gaston.put(tag, JsonObject.EMPTY).ok();
    assertThat(found(gaston, JsonObject.of("is_dm", true))).containsExactly(direct);
    assertThat(found(gaston, JsonObject.of("is_encrypted", true))).containsExactly(secret);
    assertThat(found(gaston, JsonObject.of("room_types", JsonArray.of("m.space"))))
        .containsExactly(space);
    assertThat(found(gaston, JsonObject.of("not_room_types", JsonArray.of("m.space"))))
        .containsExactlyInAnyOrder(direct, secret);
    assertThat(found(gaston, JsonObject.of("tags", JsonArray.of("m.favourite"))))
        .containsExactly(secret);
    assertThat(found(gaston, JsonObject.of("is_invite", true))).isEmpty();
  }

  private static List<String> found(Client client, JsonObject filter) {
    return List.copyOf(Chat.at(sync(client, "", list(0, 9, filter)), "rooms").keys());
  }

  @Test
  void a_room_that_is_opened_is_told_more_of_and_nobody_opens_what_is_not_theirs() {
    var irene = world.register("irene");
    var jules = world.register("jules");
    var room = Chat.room(irene, jules);
    for (int i = 0; i < 5; i++) {
      Chat.say(jules, room, "m" + i);
    }
    var told = sync(irene, "", list(0, 9));
    assertThat(Chat.texts(room(told, room), "timeline")).containsExactly("m3", "m4");
    var open =
        JsonObject.of(
            "timeline_limit",
            10L,
            "required_state",
            JsonArray.of(JsonArray.of("m.room.create", "")));
    var subscribed = list(0, 9).with("room_subscriptions", JsonObject.of(room, open));
    var more = sync(irene, pos(told), subscribed);
    assertThat(room(more, room).bool("unstable_expanded_timeline")).contains(true);
    assertThat(Chat.texts(room(more, room), "timeline"))
        .containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(types(room(more, room))).containsExactly("m.room.create");
    var hidden = Chat.room(jules);
    var foreign = JsonObject.of("room_subscriptions", JsonObject.of(hidden, open));
    assertThat(sync(irene, "", foreign).object("rooms").orElseThrow().isEmpty()).isTrue();
  }

  @Test
  void
      a_device_gets_its_messages_until_it_says_that_it_has_them_and_learns_whose_devices_changed() {
    var karl = world.register("karl");
    var lea = world.register("lea");
    Chat.room(karl, lea);
    var wish = with(JsonObject.EMPTY, "to_device", "e2ee");
    var begun = sync(karl, "", wish);
    var messages = JsonObject.of(karl.user(), JsonObject.of("*", JsonObject.of("a", 1L)));
    lea.put("/_matrix/client/v3/sendToDevice/fr.example/a", JsonObject.of("messages", messages))
        .ok();
    var told = later(karl, pos(begun), wish).join();
    var inbox = Chat.at(told, "extensions", "to_device");
    assertThat(inbox.array("events").orElseThrow().values()).hasSize(1);
    assertThat(Chat.at(told, "extensions", "e2ee").has("device_one_time_keys_count")).isTrue();
    assertThat(
            Chat.at(sync(karl, pos(told), wish), "extensions", "to_device")
                .array("events")
                .orElseThrow()
                .values())
        .as("told again to a device that has not said that it has it")
        .hasSize(1);
    var since = JsonObject.of("enabled", true, "since", inbox.string("next_batch").orElseThrow());
    var having = JsonObject.of("extensions", JsonObject.of("to_device", since));
    assertThat(ask(karl, "7" + pos(told), having).errcode()).isEqualTo("M_UNKNOWN_POS");
    for (var limit : new Object[] {0L, "x"}) {
      var threads = JsonObject.of("enabled", true, "limit", limit);
      var wrong =
          JsonObject.of("to_device", since, "io.element.msc4308.thread_subscriptions", threads);
      assertThat(ask(karl, pos(told), JsonObject.of("extensions", wrong)).status()).isEqualTo(400);
    }
    assertThat(
            Chat.at(sync(karl, "", wish.with("conn_id", "other")), "extensions", "to_device")
                .array("events")
                .orElseThrow()
                .values())
        .as("told to who said so in vain")
        .hasSize(1);
    assertThat(
            Chat.at(sync(karl, pos(told), having), "extensions", "to_device")
                .array("events")
                .orElseThrow()
                .values())
        .isEmpty();
    lea.put("/_matrix/client/v3/devices/" + lea.device(), JsonObject.of("display_name", "Bureau"))
        .ok();
    var only = with(JsonObject.EMPTY, "e2ee");
    var changed = sync(karl, pos(told), only);
    assertThat(Chat.at(changed, "extensions", "e2ee", "device_lists").toString())
        .contains(lea.user());
  }

  @Test
  void account_data_comes_with_what_it_is_of() {
    var marc = world.register("marc");
    var room = Chat.room(marc);
    var mine = "/_matrix/client/v3/user/" + Client.segment(marc.user());
    marc.put(mine + "/account_data/fr.example", JsonObject.of("a", 1L)).ok();
    var in = mine + "/rooms/" + Client.segment(room) + "/account_data/fr.example.room";
    marc.put(in, JsonObject.of("a", 1L)).ok();
    var wish = with(list(0, 9), "account_data");
    var told = sync(marc, "", wish);
    var data = Chat.at(told, "extensions", "account_data");
    assertThat(data.array("global").orElseThrow().toString())
        .contains("fr.example", "m.push_rules");
    assertThat(Chat.at(data, "rooms").array(room).orElseThrow().toString())
        .contains("fr.example.room");
    marc.put(in, JsonObject.of("a", 2L)).ok();
    var news = Chat.at(later(marc, pos(told), wish).join(), "extensions", "account_data");
    assertThat(news.array("global").orElseThrow().values()).isEmpty();
    assertThat(Chat.at(news, "rooms").array(room).orElseThrow().values()).hasSize(1);
  }

  @Test
  void a_connection_that_is_not_known_begins_anew_and_two_of_a_client_are_apart() {
    var nora = world.register("nora");
    var room = Chat.room(nora);
    var one = list(0, 9).with("conn_id", "one");
    var told = sync(nora, "", one);
    assertThat(Chat.at(told, "rooms").keys()).containsExactly(room);
    assertThat(Chat.at(sync(nora, "", one.with("conn_id", "other")), "rooms").keys())
        .containsExactly(room);
    assertThat(ask(nora, pos(told), one.with("conn_id", "third")).errcode())
        .isEqualTo("M_UNKNOWN_POS");
    assertThat(ask(nora, "7" + pos(told), one).errcode()).isEqualTo("M_UNKNOWN_POS");
    assertThat(sync(nora, pos(told), one.with("txn_id", "t")).string("txn_id")).contains("t");
  }

  @Test
  void what_is_no_sliding_sync_is_refused() {
    var olga = world.register("olga");
    var pair = JsonArray.of("m.room.name");
    for (var wrong :
        List.of(
            list(3, 1),
            JsonObject.of("lists", JsonObject.of("a", 1L)),
            JsonObject.of("lists", JsonArray.EMPTY),
            JsonObject.of("lists", JsonObject.of("a", JsonObject.of("ranges", JsonArray.of(1L)))),
            JsonObject.of(
                "lists",
                JsonObject.of("a", JsonObject.of("required_state", JsonArray.of(pair)))))) {
      assertThat(ask(olga, "", wrong).errcode()).as(wrong.toString()).isEqualTo("M_BAD_JSON");
    }
    assertThat(ask(olga, "nothing", JsonObject.EMPTY).status()).isEqualTo(400);
    assertThat(olga.post(PATH + "?timeout=-1", JsonObject.EMPTY).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(world.stranger().post(PATH, JsonObject.EMPTY).status()).isEqualTo(401);
    var negative = JsonObject.of("lists", JsonObject.of("a", JsonObject.of("timeline_limit", -1L)));
    assertThat(ask(olga, "", negative).errcode()).isEqualTo("M_INVALID_PARAM");
  }

  private static final String SETTLED = "/_matrix/client/v4/sync";

  private static JsonObject settled(Client client, JsonObject wish) {
    return client.post(SETTLED, wish).ok().json();
  }

  private static JsonObject settledList(JsonObject state, Object... more) {
    var list = JsonObject.of("timeline_limit", 1L, "required_state", state);
    var rest = JsonObject.of(more);
    for (var name : rest.keys()) {
      list = list.with(name, rest.get(name));
    }
    return JsonObject.of("lists", JsonObject.of("all", list));
  }

  private static JsonObject included(JsonObject... pairs) {
    return JsonObject.of("include", JsonArray.of((Object[]) pairs));
  }

  @Test
  void the_settled_form_says_what_one_is_to_a_room_and_which_lists_have_it() {
    var nora = world.register("naomi");
    var otto = world.register("otto");
    var room = Chat.room(nora, otto);
    var invited = Chat.create(otto, JsonObject.of("preset", "private_chat"));
    Chat.member(otto, invited, "invite", nora).ok();
    var name = JsonObject.of("type", "m.room.name", "state_key", "");
    Chat.state(nora, room, "m.room.name", JsonObject.of("name", "Cantine")).ok();
    Chat.say(otto, room, "un");
    Chat.say(otto, room, "deux");
    var wish = settledList(included(name));
    var told = settled(nora, wish);
    var cantine = room(told, room);
    assertThat(count(told)).isEqualTo(2);
    assertThat(cantine.string("membership")).contains("join");
    assertThat(cantine.array("lists").orElseThrow().strings()).containsExactly("all");
    assertThat(cantine.string("name")).contains("Cantine");
    assertThat(Chat.texts(cantine, "timeline_events")).containsExactly("deux");
    assertThat(types(cantine)).containsExactly("m.room.name");
    assertThat(room(told, invited).string("membership")).contains("invite");
    assertThat(room(told, invited).has("stripped_state")).isTrue();
    Chat.state(nora, room, "m.room.name", JsonObject.EMPTY).ok();
    var subscribed =
        JsonObject.of("timeline_limit", 20L, "required_state", included(JsonObject.EMPTY));
    var more =
        settled(
            nora,
            wish.with("pos", pos(told))
                .with("room_subscriptions", JsonObject.of(room, subscribed)));
    assertThat(room(more, room).bool("expanded_timeline")).contains(true);
    assertThat(room(more, room).get("name")).isEqualTo(JsonNull.NULL);
    assertThat(Chat.texts(room(more, room), "timeline_events")).contains("un", "deux");
    var back = Chat.path(room) + "/messages?dir=b&limit=1&from=" + Client.segment(pos(told));
    assertThat(Chat.texts(nora.get(back).ok().json(), "chunk")).containsExactly("deux");
    Chat.member(nora, room, "kick", otto).ok();
    assertThat(nora.post(SETTLED, wish.with("timeout", -1L)).errcode())
        .isEqualTo("M_INVALID_PARAM");
    assertThat(nora.post(SETTLED, settledList(JsonObject.of("include", 1L))).errcode())
        .isEqualTo("M_BAD_JSON");
  }

  @Test
  void the_settled_form_takes_state_by_what_is_wanted_and_what_is_not() {
    var paul = world.register("paul");
    var rose = world.register("rose");
    var room = Chat.room(paul, rose);
    Chat.state(paul, room, "m.room.topic", JsonObject.of("topic", "midi")).ok();
    Chat.say(rose, room, "bonjour");
    var topic = JsonObject.of("type", "m.room.topic");
    var lazily =
        included(JsonObject.EMPTY).with("exclude", JsonArray.of(topic)).with("lazy_members", true);
    var told = room(settled(paul, settledList(lazily)), room);
    assertThat(types(told)).contains("m.room.create").doesNotContain("m.room.topic");
    var members =
        told.array("required_state").orElseThrow().objects().stream()
            .filter(event -> event.string("type").equals(Optional.of("m.room.member")))
            .map(event -> event.string("state_key").orElseThrow());
    assertThat(members).as("who speaks").containsExactly(rose.user());
    var own = JsonObject.of("state_key", paul.user());
    told = room(settled(paul, settledList(included(own))), room);
    assertThat(types(told)).containsExactly("m.room.member");
    told = room(settled(paul, settledList(included(topic))), room);
    assertThat(types(told)).containsExactly("m.room.topic");
  }

  @Test
  void the_settled_form_finds_rooms_by_their_space_and_orders_them_by_what_happened_last() {
    var sarah = world.register("sarah");
    var first = Chat.room(sarah);
    var second = Chat.room(sarah);
    var other = Chat.room(sarah);
    var space =
        Chat.create(sarah, JsonObject.of("creation_content", JsonObject.of("type", "m.space")));
    for (var child : List.of(first, second)) {
      var via = JsonObject.of("via", JsonArray.of(World.SERVER));
      var path = Chat.path(space) + "/state/m.space.child/" + Client.segment(child);
      sarah.put(path, via).ok();
    }
    Chat.say(sarah, first, "un");
    Chat.state(sarah, second, "m.room.topic", JsonObject.of("topic", "rien")).ok();
    var filter = JsonObject.of("spaces", JsonArray.of(space, other, "!no"));
    var told = settled(sarah, settledList(included(), "filters", filter));
    assertThat(Chat.at(told, "rooms").keys()).containsExactly(second, first);
    var ranged = settledList(included(), "filters", filter, "range", JsonArray.of(0L, 0L));
    assertThat(Chat.at(settled(sarah, ranged), "rooms").keys()).containsExactly(second);
  }
}
