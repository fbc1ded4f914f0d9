package parvis.core.push;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.OptionalLong;
import parvis.base.Refused;
import parvis.core.push.Gateways.Heard;
import parvis.core.rooms.Rooms;
import parvis.core.sync.Receipts;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonObject;

/// What browsers ask for: the key to subscribe for, a notification to try, and that something was
/// read which they showed.
final class BrowserRoutes {
  static final int KEY_CHARS_MAX = 128;

  private final Pushers pushers;
  private final Notices notices;
  private final Browsers browsers;
  private final Vapid vapid;
  private final Rooms rooms;
  private final Receipts receipts;

  BrowserRoutes(
      Pushers pushers,
      Notices notices,
      Browsers browsers,
      Vapid vapid,
      Rooms rooms,
      Receipts receipts) {
    this.pushers = pushers;
    this.notices = notices;
    this.browsers = browsers;
    this.vapid = vapid;
    this.rooms = rooms;
    this.receipts = receipts;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/push", "The key that browsers subscribe for", this::key).answers(Shapes.KEYS),
        post("/api/v1/push/trials", "Send one's browser a notification to try", this::trial)
            .takes(Shapes.TRIED)
            .answers(Shapes.TRIAL)
            .quiet()
            .costs(RateClass.MAIL),
        post("/api/v1/push/readings", "Say that what a notification shows is read", this::read)
            .takes(Shapes.READ)
            .answers(Shapes.NOTHING)
            .open());
  }

  private Reply key(Call call) {
    return Reply.json(JsonObject.of("key", vapid.publicKey()));
  }

  /// Tells whether the push service took it: whether the browser shows it, its person sees.
  private Reply trial(Call call) {
    var pushkey = call.body().string("pushkey", KEY_CHARS_MAX);
    var pusher =
        pushers.of(call.actor().userNid()).stream()
            .filter(one -> one.isBrowser() && one.pushkey().equals(pushkey))
            .findFirst()
            .orElseThrow(() -> Refused.notFound("This browser is not subscribed."));
    var heard = browsers.tell(pusher, browsers.trial(pusher), true);
    if (heard == Heard.REJECTED) {
      pushers.remove(pusher.user(), pusher.nid());
    }
    return Reply.json(
        JsonObject.of(
            "outcome",
            switch (heard) {
              case DELIVERED -> "sent";
              case REJECTED -> "gone";
              case NOT_NOW -> "failed";
            }));
  }

  /// Whoever shows no proof, or one of a browser that is subscribed no more, learns nothing.
  private Reply read(Call call) {
    var body = call.body();
    var pusher = body.integer("pusher");
    var room = body.string("room_id", Body.NAME_BYTES_MAX);
    var event = body.string("event_id", Body.NAME_BYTES_MAX);
    var owner =
        browsers.isProof(pusher, room, event, body.string("proof", KEY_CHARS_MAX))
            ? pushers.owner(pusher)
            : OptionalLong.empty();
    if (owner.isEmpty()) {
      throw Refused.forbidden("This is no proof that something was shown.");
    }
    var actor = notices.actor(owner.getAsLong());
    rooms.find(room).ifPresent(found -> receipts.read(actor, found, event));
    return Reply.empty();
  }
}
