package parvis.core.organisations;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Optional;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Shape;
import parvis.protocol.id.Address;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Whom an organisation has invited from outside, who answers for them, and until when.
final class ExternalRoutes {
  private static final String ALL = OrganisationRoutes.ONE + "/externals";
  private static final String ONE = ALL + "/{userId}";
  private static final String OWN = "/api/v1/organisation/longer";

  /// What one has asked oneself, and takes back.
  private static final String ASKED = "asked";

  static final int ADDRESS_CHARS_MAX = 320;
  static final int NAME_CHARS_MAX = 100;
  private static final int LANGUAGE_CHARS_MAX = 20;

  private final Members members;
  private final Externals externals;
  private final MailedGuests mailed;
  private final MoreTime moreTime;

  ExternalRoutes(Members members, Externals externals, MailedGuests mailed, MoreTime moreTime) {
    this.members = members;
    this.externals = externals;
    this.mailed = mailed;
    this.moreTime = moreTime;
  }

  Routes table() {
    return Routes.of(
        get(ALL, "Whom an organisation has invited from outside", this::all)
            .answers(Shapes.EXTERNALS)
            .noted("read externals"),
        post(ALL, "Invite somebody from outside", this::invite)
            .takes(Shapes.INVITED)
            .answers(Shapes.INVITATION)
            .costs(RateClass.JOIN),
        put(ONE + "/end", "Put off the end of an invitation", this::extend)
            .takes(Shapes.TERMS)
            .answers(Shapes.INVITATION)
            .costs(RateClass.JOIN),
        post(ONE + "/longer", "Ask for a later end of an invitation", this::askLonger)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        delete(
                ONE + "/longer",
                "Decline a later end of an invitation, or ask for it no more",
                this::decline)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .asks(Shape.may("what", Shape.word(ASKED)))
            .costs(RateClass.JOIN),
        get(OWN, "Until when I am let in, and whether I may ask for more time", this::own)
            .answers(Shapes.OWN_END),
        post(OWN, "Ask for more time for myself", this::wish)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        get("/api/v1/more_time", "For whom more time is asked of me", this::waiting)
            .answers(Shapes.EXTERNALS),
        get("/api/v1/sponsored", "Those from outside for whom I answer", this::sponsored)
            .answers(Shapes.SPONSORED),
        delete(ONE, "End an invitation from outside", this::end)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN));
  }

  private Reply all(Call call) {
    var found =
        members.of(call.actor(), call.path("id"), MemberRoutes.wanted(call, true)).stream()
            .map(ExternalRoutes::json)
            .toArray();
    return Reply.fields("externals", JsonArray.of(found));
  }

  private static JsonObject json(PostStore.Member external) {
    return MemberRoutes.named(external)
        .put("organisation", external.organisation())
        .put("sponsor", external.sponsor().orElseThrow())
        .putIf("sponsor_name", external.sponsorName())
        .put("since", external.sinceMs())
        .put("ends", external.endsMs().orElseThrow())
        .put("extended", external.extended())
        .putIf("longer_asked", external.longerAskedMs())
        .putIf("wished", external.wishedMs())
        .put("over", external.over())
        .build();
  }

  private Reply sponsored(Call call) {
    var mine = externals.sponsored(call.actor());
    var others = moreTime.others(call.actor(), mine);
    var found =
        mine.stream()
            .map(
                one ->
                    json(one)
                        .with(
                            "deciders",
                            JsonArray.of(
                                others.getOrDefault(one.organisation(), List.of()).toArray())))
            .toArray();
    return Reply.fields("externals", JsonArray.of(found));
  }

  private Reply own(Call call) {
    var own = moreTime.own(call.actor());
    return Reply.json(
        JsonObject.builder()
            .put("ends", own.endsMs())
            .put("from", own.fromMs())
            .put("by", own.bySponsor() ? "sponsor" : "organisation")
            .putIf("state", own.wish().map(wish -> wish.state().word()))
            .putIf("at", own.wish().map(MoreTimeStore.Wish::atMs))
            .build());
  }

  private Reply wish(Call call) {
    call.body();
    moreTime.wish(call.actor());
    return Reply.empty();
  }

  private Reply askLonger(Call call) {
    call.body();
    moreTime.ask(call.actor(), call.path("id"), MemberRoutes.person(call));
    return Reply.empty();
  }

  private Reply decline(Call call) {
    var what = call.query("what");
    var guest = MemberRoutes.person(call);
    if (what.isEmpty()) {
      moreTime.decline(call.actor(), call.path("id"), guest);
    } else if (what.get().equals(ASKED)) {
      moreTime.takeBack(call.actor(), call.path("id"), guest);
    } else {
      throw Refused.invalidParam("\"what\" is \"asked\", or not there");
    }
    return Reply.empty();
  }

  private Reply waiting(Call call) {
    var found = moreTime.waiting(call.actor()).stream().map(ExternalRoutes::json).toArray();
    return Reply.fields("externals", JsonArray.of(found));
  }

  private Reply invite(Call call) {
    var body = call.body();
    var address = body.optionalString("address", ADDRESS_CHARS_MAX);
    if (address.isPresent()) {
      return byMail(call, address.get());
    }
    var invited =
        UserId.parse(body.string("user_id"))
            .orElseThrow(() -> Refused.invalidParam("\"user_id\" is not the id of a person"));
    var ends =
        externals.invite(call.actor(), call.path("id"), invited, Term.read(body), space(body));
    return Reply.fields("ends", ends);
  }

  /// The space into which they are invited, too.
  private static Optional<String> space(Body body) {
    return body.optionalString("space", Body.NAME_BYTES_MAX);
  }

  private Reply byMail(Call call, String address) {
    var to =
        Address.parse(address)
            .orElseThrow(() -> Refused.invalidParam("\"address\" is no e-mail address"));
    var name =
        call.body()
            .optionalString("name", NAME_CHARS_MAX)
            .map(String::strip)
            .filter(said -> !said.isEmpty());
    var in =
        call.body()
            .optionalString("language", LANGUAGE_CHARS_MAX)
            .map(
                code ->
                    Language.named(code)
                        .orElseThrow(() -> Refused.invalidParam("\"language\" is fr or en")));
    var whom = new MailedGuests.Whom(to, name, in);
    var term = Term.read(call.body());
    var invited = mailed.invite(call.actor(), call.path("id"), whom, term, space(call.body()));
    return Reply.fields("ends", invited.endsMs(), "user_id", invited.user().value());
  }

  private Reply extend(Call call) {
    var term = Term.read(call.body());
    var ends = externals.extend(call.actor(), call.path("id"), MemberRoutes.person(call), term);
    return Reply.fields("ends", ends);
  }

  private Reply end(Call call) {
    externals.end(call.actor(), call.path("id"), MemberRoutes.person(call));
    return Reply.empty();
  }
}
