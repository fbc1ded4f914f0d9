package parvis.core.sync;

import static parvis.platform.http.Route.post;

import parvis.base.Refused;
import parvis.core.keys.Dehydration;
import parvis.core.rooms.JsonOut;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;

/// What was written to one's dehydrated device, page by page. It stays until the device goes:
/// whoever breaks off in the middle begins again.
/// spec: MSC3814
final class DehydratedInboxRoutes {
  private static final String EVENTS =
      "/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device/{deviceId}/events";

  private static final int PAGE_MAX = 100;
  private static final int EXPECTED_BYTES = 4_096;

  private final Dehydration dehydration;
  private final Inboxes inboxes;
  private final Tokens tokens;
  private final Log log;

  DehydratedInboxRoutes(Dehydration dehydration, Inboxes inboxes, Tokens tokens, Log log) {
    this.dehydration = dehydration;
    this.inboxes = inboxes;
    this.tokens = tokens;
    this.log = log;
  }

  Routes table() {
    return Routes.of(
        post(EVENTS, "What was written to my dehydrated device", this::events)
            .emptyBody()
            .costs(RateClass.KEYS)
            .quiet());
  }

  private Reply events(Call call) {
    var since = call.body().optionalString("next_batch").map(tokens::read);
    var device =
        dehydration
            .asActor(call.actor(), call.path("deviceId"))
            .orElseThrow(() -> Refused.notFound("You have no such dehydrated device."));
    var upTo = log.applied();
    var from = since.map(Tokens.Cut::pos).orElse(0L);
    var waiting = inboxes.messages(device, from, upTo, PAGE_MAX);
    var page = waiting.subList(0, Math.min(PAGE_MAX, waiting.size()));
    var next = page.size() < waiting.size() ? page.getLast().pos() : upTo;
    var out = new JsonOut(EXPECTED_BYTES);
    out.raw("{\"events\":[");
    page.forEach(message -> out.comma().raw(message.value()));
    out.raw("]").name("next_batch").string(tokens.text(next));
    return Reply.json(out.raw("}").segments());
  }
}
