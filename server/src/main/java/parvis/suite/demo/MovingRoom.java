package parvis.suite.demo;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import parvis.base.Actor;
import parvis.protocol.id.RoomId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// One room being filled: made, joined, and written into, one step after the other.
final class MovingRoom {
  private static final LocalTime MADE_AT = LocalTime.of(8, 0);
  private static final int MODERATOR = 50;

  private final DemoFeature.Needs needs;
  private final Words words;
  private final Attachments attachments;
  private final Function<String, Actor> actors;
  private final RoomScript script;
  private final Runnable counted;
  private final Map<String, String> eventOf = new HashMap<>();
  private final Map<String, String> lastOfThread = new HashMap<>();
  private @Nullable RoomId room;
  private int steps;

  MovingRoom(
      DemoFeature.Needs needs,
      Words words,
      Attachments attachments,
      Function<String, Actor> actors,
      RoomScript script,
      Runnable counted) {
    this.needs = needs;
    this.words = words;
    this.attachments = attachments;
    this.actors = actors;
    this.script = script;
    this.counted = counted;
  }

  /// Makes the room and lets everybody in.
  ///
  /// @param turn tells apart the rooms of one person: no two are made at the same time
  RoomId open(WorkingDays days, int turn) {
    var at = days.millis(Chatter.DAYS + 1, MADE_AT.plusMinutes(turn));
    if (script.kind() == RoomScript.Kind.SPACE) {
      return openSpace(at);
    }
    var writing = needs.writing();
    var made = writing.create(actors.apply(script.by()), wish(), OptionalLong.of(at));
    for (var who : script.everybody()) {
      at += Step.MINUTE;
      writing.join(actors.apply(who), made, OptionalLong.of(at));
    }
    room = made;
    return made;
  }

  /// Makes the space and lets everybody in; what is written is written into its feed.
  private RoomId openSpace(long at) {
    var maker = actors.apply(script.by());
    var founding = needs.founding();
    var space = founding.found(maker, spaceWish(), OptionalLong.of(at));
    var feed = founding.enter(maker, space, OptionalLong.of(at));
    for (var who : script.everybody()) {
      at += Step.MINUTE;
      var actor = actors.apply(who);
      if (!who.equals(script.by())) {
        needs.writing().invite(maker, space, actor.user(), OptionalLong.of(at));
      }
      founding.enter(actor, space, OptionalLong.of(at));
    }
    room = feed;
    return feed;
  }

  private JsonObject spaceWish() {
    var joining =
        switch (script.visibility()) {
          case "public" -> "free";
          case "private" -> "approval";
          default -> "invitation";
        };
    return JsonObject.of(
        "model", script.model(),
        "name", script.name(),
        "purpose", script.topic(),
        "visibility", script.visibility(),
        "joining", joining);
  }

  /// Those who are invited and have not answered are invited like the others, and do not join.
  private JsonObject wish() {
    var guests = new ArrayList<String>();
    for (var who : script.members()) guests.add(actors.apply(who).user().value());
    for (var who : script.invited()) guests.add(actors.apply(who).user().value());
    var levels = JsonObject.builder();
    for (var who : script.moderators()) levels.put(actors.apply(who).user().value(), MODERATOR);
    var wish =
        JsonObject.builder()
            .put("preset", preset())
            .put("visibility", script.kind() == RoomScript.Kind.FORUM ? "public" : "private")
            .put("invite", JsonArray.of(guests.toArray()))
            .putIf("room_alias_name", script.alias());
    if (!script.name().isEmpty()) wish.put("name", script.name());
    if (!script.topic().isEmpty()) wish.put("topic", script.topic());
    if (script.kind() == RoomScript.Kind.DIRECT) wish.put("is_direct", true);
    else wish.put("power_level_content_override", JsonObject.of("users", levels.build()));
    return wish.build();
  }

  private String preset() {
    return switch (script.kind()) {
      case PRIVATE -> "private_chat";
      case FORUM -> "public_chat";
      case DIRECT -> "trusted_private_chat";
      case SPACE -> throw new IllegalArgumentException("A space is made otherwise");
    };
  }

  /// Does everything in order. Answers the events of the messages, the last one last.
  List<String> write(List<Step> all) {
    var messages = new ArrayList<String>();
    for (var step : all) {
      steps++;
      if (step instanceof Step.Say say) {
        messages.add(say(say));
        counted.run();
      } else {
        after(step);
      }
    }
    return messages;
  }

  private String say(Step.Say say) {
    if (Poll.is(say.words())) {
      var id = send(say, Poll.START, Poll.of(say.words()));
      eventOf.put(say.label(), id);
      return id;
    }
    var content = content(say);
    if (say.thread().isPresent()) {
      var root = event(say.thread().get());
      var last = say.reply().map(this::event).orElse(lastOfThread.getOrDefault(root, root));
      content = content.with("m.relates_to", Words.thread(root, last));
    } else if (say.reply().isPresent()) {
      content = content.with("m.relates_to", Words.reply(event(say.reply().get())));
    }
    var id = send(say, "m.room.message", content);
    eventOf.put(say.label(), id);
    say.thread().ifPresent(root -> lastOfThread.put(event(root), id));
    return id;
  }

  /// In a space a message that answers nothing is a post: `! ` begins one that is to be confirmed,
  /// and `? ` a question.
  private JsonObject content(Step.Say say) {
    var post = script.kind() == RoomScript.Kind.SPACE && say.thread().isEmpty();
    var marked = post && (say.words().startsWith("! ") || say.words().startsWith("? "));
    var said = marked ? say.words().substring(2) : say.words();
    var content =
        attachments.content(actors.apply(say.who()), said).orElseGet(() -> words.content(said));
    if (!post) {
      return content;
    }
    var about =
        !marked
            ? JsonObject.of("kind", "post")
            : say.words().startsWith("!")
                ? JsonObject.of("kind", "announcement", "confirm", true)
                : JsonObject.of("kind", "question");
    return content.with("fr.parvis.post", about);
  }

  /// A reaction; `lu` confirms a post, and `#2` votes for the second answer of a poll.
  private void react(Step step, String target, String key) {
    if (key.equals("lu")) {
      var relation = JsonObject.of("rel_type", "m.reference", "event_id", event(target));
      send(step, "fr.parvis.confirmation", JsonObject.of("m.relates_to", relation));
    } else if (key.startsWith("#")) {
      send(step, Poll.RESPONSE, Poll.vote(event(target), key.substring(1)));
    } else {
      send(step, "m.reaction", Words.annotation(event(target), key));
    }
  }

  private void after(Step step) {
    switch (step) {
      case Step.Say _ -> throw new IllegalArgumentException("A message is not below another");
      case Step.React(_, _, var target, var key) -> react(step, target, key);
      case Step.Edit(_, _, var target, var better) ->
          send(step, "m.room.message", words.edit(event(target), better));
      case Step.Delete(var ts, var who, var target, var reason) ->
          needs
              .writing()
              .redact(actors.apply(who), here(), event(target), reason, txn(), OptionalLong.of(ts));
    }
  }

  private String send(Step step, String type, JsonObject content) {
    return needs
        .writing()
        .send(actors.apply(step.who()), here(), type, content, txn(), OptionalLong.of(step.ts()));
  }

  private String txn() {
    return "demo" + steps;
  }

  private RoomId here() {
    if (room == null) throw new IllegalStateException("The room is not open yet");
    return room;
  }

  private String event(String label) {
    var id = eventOf.get(label);
    if (id == null) throw new IllegalArgumentException(script.key() + " has no message " + label);
    return id;
  }
}
