package parvis.suite.spaces;

import static parvis.platform.http.Route.delete;
import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.post;

import java.time.Duration;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.rights.Preset;
import parvis.platform.http.Body;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.platform.http.Said;
import parvis.protocol.id.Address;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.suite.spaces.CodeStore.Code;

/// The ways into a space that its animators open: invitations and entry codes; and the table of who
/// came.
final class EntranceRoutes {
  private static final String CODES = SpaceRoutes.ONE + "/entry_codes";
  private static final String ENTRY = "/api/v1/space_entry";
  static final int WORD_CHARS_MAX = 64;

  private final SpacesFeature.Doors doors;
  private final String publicAddress;

  EntranceRoutes(SpacesFeature.Doors doors, String publicAddress) {
    this.doors = doors;
    this.publicAddress = publicAddress;
  }

  Routes table() {
    return Routes.of(
        post(SpaceRoutes.ONE + "/invitations", "Invite people into a space", this::invite)
            .takes(Shapes.INVITED)
            .answers(Shapes.INVITATIONS)
            .costs(RateClass.JOIN),
        get(SpaceRoutes.ONE + "/members.csv", "The members of a space as a table", this::table)
            .answers("text/csv")
            .noted("export members"),
        get(CODES, "The entry codes of a space", this::codes).answers(Shapes.CODES),
        post(CODES, "Make an entry code of a space", this::make)
            .takes(Shapes.CODE)
            .answers(Shapes.CODE_MADE)
            .costs(RateClass.JOIN),
        delete(CODES + "/{code}", "Make an entry code worthless", this::withdraw)
            .answers(Shapes.NOTHING)
            .emptyBody()
            .costs(RateClass.JOIN),
        get(ENTRY + "/{word}", "Where an entry code leads", this::door)
            .answers(Shapes.DOOR)
            .open()
            .costs(RateClass.REGISTER),
        post(ENTRY, "Come into a space by an entry code", this::enter)
            .takes(Shapes.ENTERED)
            .answers(Shapes.SPACE)
            .costs(RateClass.LOGIN));
  }

  private Reply invite(Call call) {
    var body = call.body();
    var lines =
        body.optionalString("list")
            .map(Pasted::entries)
            .orElseGet(() -> body.strings("people", Inviting.LINES_MAX));
    if (lines.isEmpty()) {
      throw Refused.missingParam("\"people\" or \"list\" is missing");
    }
    if (lines.size() > Inviting.LINES_MAX) {
      throw Refused.invalidParam("A list has at most " + Inviting.LINES_MAX + " lines");
    }
    var how = doors.inviting().how(body);
    var report =
        doors.inviting().invite(call.actor(), call.path("space"), lines, how).stream()
            .map(EntranceRoutes::line)
            .toArray();
    return Reply.fields("report", JsonArray.of(report));
  }

  private static JsonObject line(Inviting.Line line) {
    return JsonObject.builder()
        .put("line", line.number())
        .put("text", line.text())
        .put("outcome", line.outcome().word())
        .putIf("user_id", line.user().map(user -> user.value()))
        .putIf("agent_of", line.mailed().flatMap(Inviting.Mailed::agentOf))
        .putIf("guest_until", line.mailed().flatMap(Inviting.Mailed::guestUntilMs))
        .build();
  }

  private Reply table(Call call) {
    var table = Table.of(doors.members().all(call.actor(), call.path("space")));
    return Reply.text(200, "text/csv; charset=utf-8", table)
        .header("Content-Disposition", "attachment; filename=\"members.csv\"");
  }

  private Reply codes(Call call) {
    var codes =
        doors.codes().valid(call.actor(), call.path("space")).stream()
            .map(EntranceRoutes::code)
            .toArray();
    return Reply.fields("entry_codes", JsonArray.of(codes));
  }

  private static JsonObject code(Code code) {
    return JsonObject.builder()
        .put("code", code.id())
        .put("role", code.role().word())
        .put("by", code.maker())
        .put("uses_left", code.usesLeft())
        .put("expires", code.expiresMs())
        .put("admits", code.admits())
        .putIf("organisation", code.of().map(CodeStore.Of::id))
        .putIf("name", code.name())
        .build();
  }

  private Reply make(Call call) {
    var body = call.body();
    var uses = body.integer("uses");
    var life = body.integer("expires_in_ms");
    var role =
        Preset.role(body.optionalString("role", Body.NAME_BYTES_MAX).orElse("contributor"))
            .filter(preset -> preset != Preset.ANIMATOR)
            .orElseThrow(() -> Refused.invalidParam("\"role\" is contributor or reader"));
    if (uses < 1 || uses > EntryCodes.USES_MAX) {
      throw Refused.invalidParam("\"uses\" is 1 to " + EntryCodes.USES_MAX);
    }
    if (life < 1 || life > EntryCodes.LIFE_MAX.toMillis()) {
      throw Refused.invalidParam(
          "\"expires_in_ms\" is at most " + EntryCodes.LIFE_MAX.toDays() + " days");
    }
    var asked = body.optionalString("request_id", Body.NAME_BYTES_MAX);
    var of = body.optionalString("organisation", Body.NAME_BYTES_MAX);
    var name =
        body.optionalString("name", Body.TEXT_CHARS_MAX)
            .filter(said -> !said.isBlank())
            .map(said -> Said.line("name", said, CodeWish.NAME_CHARS_MAX));
    var wish =
        new CodeWish((int) uses, Duration.ofMillis(life), role, Optional.empty(), asked, of, name);
    var made = doors.codes().make(call.actor(), call.path("space"), wish);
    return Reply.json(
        code(made.code())
            .with("word", made.word())
            .with("url", publicAddress + SpaceRoutes.ENTRY_PAGE + made.word()));
  }

  private Reply withdraw(Call call) {
    doors.codes().withdraw(call.actor(), call.path("space"), call.path("code"));
    return Reply.empty();
  }

  private Reply door(Call call) {
    var door = doors.arrivals().door(call.path("word"));
    return Reply.json(
        JsonObject.builder()
            .put("name", door.space().name())
            .put("invited_by", door.by())
            .put("admits", door.admits())
            .put("expires", door.expiresMs())
            .putIf("agent_of", door.agentOf())
            .putIf("guest_of", door.guestOf())
            .put("for_agents", door.forAgents())
            .put("at_door", door.atDoor())
            .putIf("mailed_to", door.mailedTo().map(Address::value))
            .build());
  }

  private Reply enter(Call call) {
    var space = doors.arrivals().enter(call.actor(), call.body().string("word", WORD_CHARS_MAX));
    return Reply.json(doors.json().whole(call.actor(), space));
  }
}
