package parvis.core.mailboxes;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.OwnerProof;
import parvis.core.mailboxes.Marking.Person;
import parvis.core.mailboxes.Marking.Told;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What who administers an organisation does with its shared mailboxes, and for their people.
final class MarkingRoutes {
  private static final String ORGANISATION = "/api/v1/organisations/{id}";
  private static final String NONE = "/api/v1/unaffiliated";
  private static final String ALL = ORGANISATION + "/mailboxes";
  private static final String CODE = "/members/{userId}/reset_code";

  private final Marking marking;
  private final Resets resets;
  private final OwnerProof proof;

  MarkingRoutes(Marking marking, Resets resets, OwnerProof proof) {
    this.marking = marking;
    this.resets = resets;
    this.proof = proof;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "The shared mailboxes of an organisation", this::all)
            .answers(Shapes.MAILBOXES)
            .noted("read mailboxes"),
        put(ALL + "/{address}", "Say that several people read an address", this::mark)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        delete(ALL + "/{address}", "Say that one person reads an address", this::unmark)
            .takes(Shapes.PROVEN)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        post(
                ORGANISATION + CODE,
                "A code with which somebody of a shared mailbox comes in again",
                this::issue)
            .takes(Shapes.PROVEN)
            .answers(Shapes.CODE)
            .emptyBody()
            .costs(RateClass.JOIN),
        post(NONE + CODE, "The same for somebody who is of no organisation any more", this::issue)
            .takes(Shapes.PROVEN)
            .answers(Shapes.CODE)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply all(Call call) {
    var all = marking.of(call.actor(), call.path("id")).stream().map(MarkingRoutes::json);
    return Reply.fields("mailboxes", JsonArray.of(all.toArray()));
  }

  private static JsonObject json(Told one) {
    return JsonObject.of(
        "address", one.address().value(),
        "since", one.sinceMs(),
        "own", one.own(),
        "people", JsonArray.of(one.people().stream().map(MarkingRoutes::json).toArray()));
  }

  private static JsonObject json(Person one) {
    var told =
        JsonObject.builder()
            .put("user_id", one.who().user().value())
            .put("display_name", one.who().name())
            .put("since", one.who().sinceMs());
    one.resetMs().ifPresent(until -> told.put("reset_until", until));
    return told.build();
  }

  private static Address address(Call call) {
    return Address.parse(call.path("address"))
        .orElseThrow(() -> Refused.invalidParam("This is no e-mail address that is taken here"));
  }

  private Reply mark(Call call) {
    var _ = call.body();
    marking.mark(call.actor(), call.path("id"), address(call));
    return Reply.empty();
  }

  private Reply unmark(Call call) {
    var _ = call.body();
    var address = address(call);
    marking.require(call.actor(), call.path("id"));
    return proof
        .asksByFactor("unshare mailbox " + address.value(), call)
        .orElseGet(
            () -> {
              marking.unmark(call.actor(), call.path("id"), address);
              return Reply.empty();
            });
  }

  /// As grave as to take somebody's second factors: whoever holds the code comes in with it.
  private Reply issue(Call call) {
    var _ = call.body();
    var person = UserId.parse(call.path("userId")).orElseThrow(Refused::notFound);
    var organisation =
        call.routePath().startsWith(NONE) ? Optional.<String>empty() : Optional.of(call.path("id"));
    resets.require(call.actor(), organisation, person);
    return proof
        .asksByFactor("hand over a reset code for " + person, call)
        .orElseGet(
            () -> {
              var made = resets.issue(call.actor(), organisation, person);
              return Reply.fields("code", made.code(), "expires", made.expiresMs());
            });
  }
}
