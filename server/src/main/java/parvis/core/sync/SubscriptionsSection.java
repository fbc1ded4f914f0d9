package parvis.core.sync;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.protocol.json.JsonObject;

/// Which threads somebody began to follow and which they wanted no more of: in a sliding sync the
/// latest of it, and the rest page by page.
/// spec: MSC4308
final class SubscriptionsSection {
  /// By the name that clients know before the specification has it.
  static final String EXTENSION = "io.element.msc4308.thread_subscriptions";

  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final int EXPECTED_BYTES = 1_024;

  private final Rooms rooms;
  private final Subscriptions subscriptions;
  private final Tokens tokens;

  SubscriptionsSection(Rooms rooms, Subscriptions subscriptions, Tokens tokens) {
    this.rooms = rooms;
    this.subscriptions = subscriptions;
    this.tokens = tokens;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /// The latest that was said.
  ///
  /// @param before the cut before which there is more
  private record Page(List<Following.Word> words, Optional<Long> before) {}

  private Page page(Actor actor, long since, long upTo, int limit) {
    var all = subscriptions.between(actor, since, upTo);
    if (all.size() <= limit) {
      return new Page(all, Optional.empty());
    }
    var words = all.subList(0, limit);
    return new Page(words, Optional.of(words.getLast().pos() - 1));
  }

  /// How many words are asked for.
  static int limit(JsonObject asked) {
    return limit(new Body(asked).optionalInteger("limit"));
  }

  private static int limit(OptionalLong asked) {
    var limit = asked.orElse(LIMIT);
    if (limit < 1) {
      throw Refused.invalidParam("limit is at least 1.");
    }
    return (int) Math.min(limit, LIMIT_MAX);
  }

  /// Whether there was something to tell.
  boolean write(JsonOut out, SlidingRequest request, JsonObject asked, long upTo) {
    var page = page(request.actor(), request.since(), upTo, limit(asked));
    if (page.words().isEmpty()) {
      return false;
    }
    write(out.name(EXTENSION), page, "prev_batch");
    return true;
  }

  /// One page of what was said before; `from` and `to` are cuts, or places of a sliding sync.
  Reply page(Call call, long seen) {
    if (!call.query("dir").orElse("").equals("b")) {
      throw Refused.invalidParam("dir is b: the latest come first.");
    }
    var from = call.query("from").map(this::cut).orElse(seen);
    var to = call.query("to").map(this::cut).orElse(0L);
    var page = page(call.actor(), to, from, limit(call.queryLong("limit")));
    var out = new JsonOut(EXPECTED_BYTES);
    write(out, page, "end");
    return Reply.json(out.segments());
  }

  private long cut(String token) {
    return token.contains("/")
        ? SlidingRequest.Place.read(token, tokens).cut().pos()
        : tokens.read(token).pos();
  }

  private void write(JsonOut out, Page page, String next) {
    out.raw("{");
    write(out, "subscribed", page, true);
    write(out, "unsubscribed", page, false);
    page.before().ifPresent(cut -> out.name(next).string(tokens.text(cut)));
    out.raw("}");
  }

  private void write(JsonOut out, String name, Page page, boolean on) {
    var places = new LinkedHashMap<Long, Map<String, Following.Word>>();
    for (var word : page.words()) {
      if (word.on() == on) {
        places.computeIfAbsent(word.room(), _ -> new LinkedHashMap<>()).put(word.root(), word);
      }
    }
    if (places.isEmpty()) {
      return;
    }
    out.name(name).raw("{");
    places.forEach(
        (nid, words) -> rooms.find(nid).ifPresent(room -> write(out, room, words.values())));
    out.raw("}");
  }

  private static void write(JsonOut out, Room room, Iterable<Following.Word> words) {
    out.name(room.id().value()).raw("{");
    for (var word : words) {
      out.name(word.root()).raw("{");
      if (word.on()) {
        out.name("automatic").raw(Boolean.toString(word.automatic()));
      }
      out.name("bump_stamp").number(word.pos()).raw("}");
    }
    out.raw("}");
  }
}
