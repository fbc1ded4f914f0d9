package parvis.core.organisations;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.time.Duration;
import java.util.Locale;
import parvis.base.Refused;
import parvis.core.organisations.ClaimStore.Claim;
import parvis.core.organisations.EntryCodeStore.Code;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The ways into an organisation for those whom no domain shows to be of it.
final class EntryRoutes {
  private static final String ADDRESSES = OrganisationRoutes.ONE + "/addresses";
  private static final String CODES = OrganisationRoutes.ONE + "/entry_codes";
  private static final String CLAIMS = "/api/v1/claims";

  private static final int LIST_BYTES_MAX = 1_500_000;
  static final int LIST_CHARS_MAX = 1_000_000;
  static final int PURPOSE_CHARS_MAX = 200;
  static final int WORD_CHARS_MAX = 64;

  private final Admitting admitting;
  private final EntryCodes codes;
  private final Claims claims;
  private final Members members;
  private final String publicAddress;

  EntryRoutes(
      Admitting admitting, EntryCodes codes, Claims claims, Members members, String publicAddress) {
    this.admitting = admitting;
    this.codes = codes;
    this.claims = claims;
    this.members = members;
    this.publicAddress = publicAddress;
  }

  Routes table() {
    return Routes.of(
        get(ADDRESSES, "The addresses that were admitted", this::addresses)
            .answers(Shapes.ADDRESSES)
            .noted("read addresses"),
        post(ADDRESSES, "Admit a list of addresses", this::admit)
            .takes(Shapes.ADMITTED)
            .answers(Shapes.REPORT)
            .bodyMax(LIST_BYTES_MAX)
            .costs(RateClass.JOIN),
        delete(ADDRESSES + "/{address}", "Take an address off the list", this::drop)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        get(CODES, "The entry codes that are valid", this::codes).answers(Shapes.CODES),
        post(CODES, "Make an entry code", this::makeCode)
            .takes(Shapes.CODE)
            .answers(Shapes.CODE_MADE)
            .costs(RateClass.JOIN),
        delete(CODES + "/{code}", "Withdraw an entry code", this::withdraw)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        post("/api/v1/entry", "Become an agent by an entry code", this::enter)
            .takes(Shapes.ENTERED)
            .answers(Shapes.OF)
            .costs(RateClass.REGISTER),
        get("/api/v1/claim", "What became of my claim", this::mine).answers(Shapes.CLAIM),
        put("/api/v1/claim", "Say of which organisation I am", this::claim)
            .takes(Shapes.CLAIMED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN),
        get(CLAIMS, "Who says to be of an organisation", this::open)
            .answers(Shapes.CLAIMS)
            .noted("read claims"),
        put(CLAIMS + "/{claim}/answer", "Answer a claim", this::answer)
            .takes(Shapes.ANSWERED)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN));
  }

  private Reply addresses(Call call) {
    var after = call.query("after").orElse("");
    var found = admitting.addresses(call.actor(), call.path("id"), after);
    return Reply.fields("addresses", JsonArray.of(found.toArray()));
  }

  private Reply admit(Call call) {
    var text = call.body().string("list", LIST_CHARS_MAX);
    var report = admitting.admit(call.actor(), call.path("id"), text);
    members.lookAtGuests();
    var lines =
        report.stream()
            .map(
                line ->
                    JsonObject.of(
                        "line", line.line(),
                        "text", line.text(),
                        "outcome", line.outcome().name().toLowerCase(Locale.ROOT)))
            .toArray();
    return Reply.fields("report", JsonArray.of(lines));
  }

  private Reply drop(Call call) {
    var address = Address.parse(call.path("address")).orElseThrow(Refused::notFound);
    admitting.drop(call.actor(), call.path("id"), address);
    return Reply.empty();
  }

  private Reply codes(Call call) {
    var found = codes.valid(call.actor(), call.path("id")).stream().map(EntryRoutes::json);
    return Reply.fields("entry_codes", JsonArray.of(found.toArray()));
  }

  private static JsonObject json(Code code) {
    return JsonObject.of(
        "id", code.id(),
        "purpose", code.purpose(),
        "attested_by", code.attestedBy(),
        "expires", code.expiresMs(),
        "uses_left", code.usesLeft());
  }

  private Reply makeCode(Call call) {
    var body = call.body();
    var purpose = OrganisationRoutes.text(body, "purpose", PURPOSE_CHARS_MAX);
    var life =
        within("expires_in_ms", body.integer("expires_in_ms"), EntryCodes.LIFE_MAX.toMillis());
    var uses = within("uses", body.integer("uses"), EntryCodes.USES_MAX);
    var asked = body.optionalString("request_id", Body.NAME_BYTES_MAX);
    var wish = new EntryCodes.Wish(purpose, Duration.ofMillis(life), Math.toIntExact(uses), asked);
    var made = codes.create(call.actor(), call.path("id"), wish);
    return Reply.json(
        json(made.code())
            .with("word", made.word())
            .with("url", publicAddress + "/invite/" + made.word()));
  }

  static long within(String name, long value, long max) {
    if (value < 1 || value > max) {
      throw Refused.invalidParam("\"" + name + "\" is between 1 and " + max);
    }
    return value;
  }

  private Reply withdraw(Call call) {
    codes.withdraw(call.actor(), call.path("id"), call.path("code"));
    return Reply.empty();
  }

  private Reply enter(Call call) {
    var entered = codes.enter(call.actor(), call.body().string("word", WORD_CHARS_MAX).strip());
    return Reply.fields("name", entered.name(), "label", entered.label());
  }

  private Reply mine(Call call) {
    var mine = claims.mine(call.actor());
    return mine.isEmpty() ? Reply.empty() : Reply.json(told(mine.get()));
  }

  private static JsonObject told(Claim claim) {
    var state = !claim.decided() ? "open" : claim.granted() ? "granted" : "declined";
    return JsonObject.of(
        "wish", claim.wish(),
        "at", claim.createdMs(),
        "state", state,
        "reason", claim.reason());
  }

  private Reply claim(Call call) {
    claims.claim(call.actor(), OrganisationRoutes.text(call.body(), "wish", Claims.WISH_CHARS_MAX));
    return Reply.empty();
  }

  private Reply open(Call call) {
    var waiting = claims.open(call.actor()).stream().map(EntryRoutes::waiting).toArray();
    return Reply.fields("claims", JsonArray.of(waiting));
  }

  private static JsonObject waiting(Claim claim) {
    var told = told(claim).with("id", claim.id()).with("user_id", claim.userId());
    return claim.name().map(name -> told.with("display_name", name)).orElse(told);
  }

  private Reply answer(Call call) {
    var body = call.body();
    var organisation = body.optionalString("organisation", WORD_CHARS_MAX);
    var reason = body.optionalString("reason", Claims.REASON_CHARS_MAX).orElse("");
    if (organisation.isEmpty() && reason.isBlank()) {
      throw Refused.missingParam("\"organisation\" is missing, or a \"reason\" why not");
    }
    claims.answer(call.actor(), call.path("claim"), organisation, reason);
    return Reply.empty();
  }
}
