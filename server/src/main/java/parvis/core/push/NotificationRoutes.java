package parvis.core.push;

import static parvis.platform.http.Route.get;

import java.util.ArrayList;
import java.util.List;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.rooms.EventJson;
import parvis.core.rooms.JsonOut;
import parvis.core.rooms.Rooms;
import parvis.core.sync.Rules;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonWriter;

/// What one was notified of, the latest first. It is kept nowhere: the events of one's rooms are
/// judged when somebody asks, as they were when they came.
/// spec: cs-api#get_matrixclientv3notifications
final class NotificationRoutes {
  private static final int LIMIT_DEFAULT = 20;
  private static final int LIMIT_MAX = 100;

  /// Events that one query brings, and queries that one page takes at most: a page may be shorter
  /// than asked for, and still have a next one.
  private static final int LOOKED_AT_ONCE = 100;

  private static final int LOOKS_MAX = 5;

  private final Notices notices;
  private final Rules rules;
  private final EventJson json;

  NotificationRoutes(Notices notices, Rules rules, EventJson json) {
    this.notices = notices;
    this.rules = rules;
    this.json = json;
  }

  Routes table() {
    return Routes.of(
        get("/_matrix/client/v3/notifications", "What one was notified of", this::notifications));
  }

  /// Something that notified.
  private record Notified(Rooms.Placed placed, JsonArray actions) {}

  /// @param next the position before which the next page begins, 0 when there is none
  private record Page(List<Notified> notified, long next) {}

  private Reply notifications(Call call) {
    long limit = call.queryLong("limit").orElse(LIMIT_DEFAULT);
    if (limit < 1) {
      throw Refused.invalidParam("limit is at least 1.");
    }
    long before = call.queryLong("from").orElse(Long.MAX_VALUE);
    if (before < 1) {
      throw Refused.invalidParam("from is a token that an earlier answer gave.");
    }
    var highlights = call.query("only").filter("highlight"::equals).isPresent();
    var actor = call.actor();
    var page = page(actor, before - 1, (int) Math.min(limit, LIMIT_MAX), highlights);
    var out = new JsonOut(page.notified().size() * 512 + 64);
    out.raw("{\"notifications\":[");
    for (var one : page.notified()) {
      write(out.comma(), actor, one);
    }
    out.raw("]");
    if (page.next() > 0) {
      out.name("next_token").string(Long.toString(page.next()));
    }
    return Reply.json(out.raw("}").segments());
  }

  private Page page(Actor actor, long last, int limit, boolean highlights) {
    var notified = new ArrayList<Notified>();
    var upTo = last;
    for (int look = 0; look < LOOKS_MAX; look++) {
      var looked = notices.last(actor, 0, upTo, LOOKED_AT_ONCE);
      for (var placed : looked) {
        var event = placed.event();
        upTo = event.pos() - 1;
        if (event.senderNid() == actor.userNid()) {
          continue;
        }
        var actions = rules.of(actor).actionsThen(placed.room(), event);
        if (!actions.isEmpty() && (!highlights || Notice.highlights(actions))) {
          notified.add(new Notified(placed, actions));
        }
        if (notified.size() == limit) {
          return new Page(notified, event.pos());
        }
      }
      if (looked.size() < LOOKED_AT_ONCE) {
        return new Page(notified, 0);
      }
    }
    return new Page(notified, upTo + 1);
  }

  private void write(JsonOut out, Actor actor, Notified one) {
    var room = one.placed().room();
    var event = one.placed().event();
    out.raw("{\"actions\":").raw(JsonWriter.write(one.actions()));
    out.raw(",\"event\":");
    json.write(out, event, new EventJson.Telling(actor, "", ""));
    out.raw(",\"read\":").raw(Boolean.toString(!notices.isUnread(actor, room, event)));
    out.raw(",\"room_id\":").string(room.id().value());
    out.raw(",\"ts\":").number(event.ts()).raw("}");
  }
}
