package parvis.core.sync;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.util.List;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.keys.Dehydration;
import parvis.core.rooms.JsonOut;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.log.Log;

/// What was written to one's dehydrated device, page by page. It stays until the device goes:
/// whoever breaks off in the middle begins again. Clients ask by `GET` and read until no further
/// page is named; those of an earlier draft ask by `POST` and read until a page is empty.
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
        get(EVENTS, "What was written to my dehydrated device", this::events).costs(RateClass.KEYS),
        post(EVENTS, "What was written to my dehydrated device, as it was asked", this::eventsAsked)
            .emptyBody()
            .costs(RateClass.KEYS)
            .quiet());
  }

  private Reply events(Call call) {
    var limit = Math.clamp(call.queryLong("limit").orElse(PAGE_MAX), 1, PAGE_MAX);
    var page = page(call, call.query("from"), limit);
    var out = out(page);
    if (page.more()) out.name("next_batch").string(tokens.text(page.end()));
    return Reply.json(out.raw("}").segments());
  }

  private Reply eventsAsked(Call call) {
    var page = page(call, call.body().optionalString("next_batch"), PAGE_MAX);
    return Reply.json(
        out(page).name("next_batch").string(tokens.text(page.end())).raw("}").segments());
  }

  /// @param end up to where this page tells
  private record Page(List<Inbox.Message> messages, long end, boolean more) {}

  private Page page(Call call, Optional<String> since, int max) {
    var from = since.map(tokens::read).map(Tokens.Cut::pos).orElse(0L);
    var device =
        dehydration
            .asActor(call.actor(), call.path("deviceId"))
            .orElseThrow(() -> Refused.notFound("You have no such dehydrated device."));
    var upTo = log.applied();
    var waiting = inboxes.messages(device, from, upTo, max);
    var messages = waiting.subList(0, Math.min(max, waiting.size()));
    var more = messages.size() < waiting.size();
    return new Page(messages, more ? messages.getLast().pos() : upTo, more);
  }

  private static JsonOut out(Page page) {
    var out = new JsonOut(EXPECTED_BYTES);
    out.raw("{\"events\":[");
    page.messages().forEach(message -> out.comma().raw(message.value()));
    return out.raw("]");
  }
}
