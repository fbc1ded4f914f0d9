package parvis.core.push;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.core.identity.Secrets;
import parvis.core.push.Gateways.Heard;
import parvis.core.rooms.Room;
import parvis.core.rooms.RoomEvent;
import parvis.core.rooms.Rooms;
import parvis.platform.egress.Egress;
import parvis.platform.egress.Outcome;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.json.JsonWriter;

/// Our own gateway, for browsers: what they are told through the push services of their makers,
/// which carry it and cannot read it. What is said is ids and a number, and the names of room and
/// sender for whom has asked for names; never what was written. Of what the server itself says, it
/// tells why ([Announced]).
/// spec: RFC 8030, RFC 8291, RFC 8292
final class Browsers {
  private static final Egress.Bounds BOUNDS = new Egress.Bounds(Duration.ofSeconds(15), 16 * 1024);

  /// How long a push service keeps what a browser that is closed was not told.
  private static final Duration KEPT = Duration.ofHours(24);

  private static final int NAME_CHARS_MAX = 100;
  private static final int TOPIC_CHARS = 32;

  /// Browsers of which is known what they show, and rooms of one.
  private static final int SHOWING_MAX = 100_000;

  private static final int ROOMS_MAX = 10;

  /// Where what the server says has its action in place.
  private static final String HOME = "/home";

  private static final int GONE = 410;
  private static final int NOT_FOUND = 404;

  private final Egress egress;
  private final Rooms rooms;
  private final Badges badges;
  private final Vapid vapid;
  private final Secrets secrets;
  private final SecureRandom random;

  /// Browser → rooms by nid that it was told of, and may still show.
  private final Cache<Long, Set<Long>> showing =
      Caffeine.newBuilder().maximumSize(SHOWING_MAX).build();

  Browsers(
      Egress egress,
      Rooms rooms,
      Badges badges,
      Vapid vapid,
      Secrets secrets,
      SecureRandom random) {
    this.egress = egress;
    this.rooms = rooms;
    this.badges = badges;
    this.vapid = vapid;
    this.secrets = secrets;
    this.random = random;
  }

  /// What a browser is told of an event.
  JsonObject about(Actor actor, Pusher pusher, Room room, RoomEvent event, int unread) {
    shows(pusher).add(room.nid());
    Language in = Language.of(pusher.lang());
    String roomId = room.id().value();
    var told =
        JsonObject.builder()
            .put("room_id", roomId)
            .put("event_id", event.eventId())
            .put("unread", unread)
            .put("pusher", pusher.nid())
            .put("proof", proof(pusher.nid(), roomId, event.eventId()))
            .put("open", in.say("Ouvrir", "Open"))
            .put("read", in.say("Marquer comme lu", "Mark as read"));
    var why = Announced.why(event, in);
    if (why.isPresent()) {
      var named = pusher.tellsNames() ? Announced.whyAndWhere(rooms, actor, event, in) : why;
      return told.put("title", "Parvis")
          .put("body", cut(named.orElseThrow()) + ".")
          .put("at", HOME)
          .build();
    }
    boolean invites = event.type().equals("m.room.member");
    if (!pusher.tellsNames()) {
      return told.put("title", "Parvis")
          .put(
              "body",
              invites
                  ? in.say("Une invitation vous attend.", "An invitation waits for you.")
                  : in.say("Un message vous attend.", "A message waits for you."))
          .build();
    }
    String sender =
        Gateways.name(room.published().state(), event.sender())
            .orElse(in.say("Quelqu’un", "Somebody"));
    return told.put("title", cut(room.published().name(actor.user()).orElse("Parvis")))
        .put(
            "body",
            cut(sender)
                + (invites
                    ? in.say(" vous invite.", " invites you.")
                    : in.say(" a écrit.", " has written.")))
        .build();
  }

  /// What a browser is told of to try it out.
  JsonObject trial(Pusher pusher) {
    Language in = Language.of(pusher.lang());
    return JsonObject.of(
        "title",
        "Parvis",
        "body",
        in.say("Les notifications arrivent ici.", "Notifications arrive here."));
  }

  /// Rooms that a browser shows as news and that are read by now; they are told once.
  Optional<JsonObject> read(Actor actor, Pusher pusher, int unread) {
    Set<Long> shown = shows(pusher);
    Map<Long, Integer> counts = badges.counts(actor);
    var read =
        shown.stream().filter(room -> counts.getOrDefault(room, 0) == 0).limit(ROOMS_MAX).toList();
    if (read.isEmpty()) return Optional.empty();
    read.forEach(shown::remove);
    var ids =
        read.stream().flatMap(room -> rooms.find(room).stream()).map(room -> room.id().value());
    return Optional.of(
        JsonObject.of(
            "unread", unread, "cleared", JsonArray.of(ids.toArray()), "quiet", quiet(pusher)));
  }

  /// What a browser shows that must show something of every push, when there is nothing any more.
  private static String quiet(Pusher pusher) {
    return Language.of(pusher.lang()).say("Lu sur un autre appareil.", "Read on another device.");
  }

  private Set<Long> shows(Pusher pusher) {
    return showing.get(pusher.nid(), _ -> ConcurrentHashMap.newKeySet());
  }

  private static String cut(String name) {
    return name.length() <= NAME_CHARS_MAX
        ? name
        : name.substring(0, name.offsetByCodePoints(0, name.codePointCount(0, NAME_CHARS_MAX)))
            + "…";
  }

  /// What lets a browser that was told of an event say that it was read, without being signed in.
  String proof(long pusher, String room, String event) {
    byte[] hash = secrets.hashOfWord("read " + pusher + " " + room + " " + event);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  boolean isProof(long pusher, String room, String event, String shown) {
    return MessageDigest.isEqual(
        proof(pusher, room, event).getBytes(StandardCharsets.US_ASCII),
        shown.getBytes(StandardCharsets.UTF_8));
  }

  /// @param urgent whether a device that saves power is woken for it
  Heard tell(Pusher pusher, JsonObject told, boolean urgent) {
    byte[] salt = new byte[AgentKeys.SALT_BYTES];
    random.nextBytes(salt);
    byte[] message = pusher.keys().filled(JsonWriter.write(told), AgentKeys.fresh(random), salt);
    Map<String, String> headers =
        Map.of(
            "Authorization", vapid.authorization(pusher.url()),
            "Content-Encoding", "aes128gcm",
            "TTL", Long.toString(KEPT.toSeconds()),
            "Urgency", urgent ? "high" : "normal",
            "Topic", topic(pusher, told));
    var outcome =
        egress.post("webpush", pusher.url(), message, "application/octet-stream", headers, BOUNDS);
    return switch (outcome) {
      case Outcome.Answered answered when answered.status() / 100 == 2 -> Heard.DELIVERED;
      case Outcome.Answered answered
          when answered.status() == GONE || answered.status() == NOT_FOUND ->
          Heard.REJECTED;
      case Outcome.Answered _, Outcome.Barred _, Outcome.Failed _ -> Heard.NOT_NOW;
    };
  }

  /// Of one room, the last thing alone waits for a browser that is closed. A push service must not
  /// learn which room it is.
  private String topic(Pusher pusher, JsonObject told) {
    String what = pusher.nid() + " " + told.string("room_id").orElse("");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(secrets.hashOfWord("topic " + what))
        .substring(0, TOPIC_CHARS);
  }
}
