package parvis.suite.spaces;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Refused;
import parvis.core.rights.Rights;
import parvis.core.rooms.Room;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who takes over from somebody whose account is about to end, and rooms from which somebody went
/// without anybody to take over.
final class HeirRoutes {
  private static final String MEMBER = "/members/{userId}/heirs";
  private static final String UNAFFILIATED = "/api/v1/unaffiliated";
  private static final String UNHOSTED = "/api/v1/unhosted_rooms";
  private static final String ROOM = UNHOSTED + "/{roomId}";

  private final Heirs heirs;
  private final UnhostedRooms unhosted;

  HeirRoutes(Heirs heirs, UnhostedRooms unhosted) {
    this.heirs = heirs;
    this.unhosted = unhosted;
  }

  Routes table() {
    return Routes.of(
        get("/api/v1/heirs", "Where I am the last who administers", this::own)
            .answers(Shapes.HEIRS)
            .costs(RateClass.SEARCH),
        get(
                "/api/v1/organisations/{id}" + MEMBER,
                "Where an agent is the last who administers",
                this::ofAgent)
            .answers(Shapes.HEIRS)
            .costs(RateClass.SEARCH)
            .noted("read heirs"),
        get(
                UNAFFILIATED + MEMBER,
                "Where somebody of no organisation is the last who administers",
                this::ofAlone)
            .answers(Shapes.HEIRS)
            .costs(RateClass.SEARCH)
            .noted("read heirs"),
        get(UNHOSTED, "Rooms that nobody administers, of which I decide", this::all)
            .answers(Shapes.UNHOSTED),
        get(ROOM, "Who could administer a room that nobody administers", this::candidates)
            .answers(Shapes.COULD_HOST),
        put(ROOM, "Name who administers a room that nobody administers", this::name)
            .takes(Shapes.PERSON)
            .answers(Shapes.NOTHING)
            .costs(RateClass.JOIN));
  }

  private Reply own(Call call) {
    return told(call, heirs.own(call.actor()), call.actor().user());
  }

  private Reply ofAgent(Call call) {
    return of(call, Optional.of(call.path("id")));
  }

  private Reply ofAlone(Call call) {
    return of(call, Optional.empty());
  }

  private Reply of(Call call, Optional<String> organisation) {
    var member = UserId.parse(call.path("userId")).orElseThrow(Refused::notFound);
    return told(call, heirs.of(call.actor(), organisation, member), member);
  }

  /// Each place without those who could be chosen; of the one that is asked about, these too: to
  /// find them is to walk through its members.
  private Reply told(Call call, Heirs.Told told, UserId going) {
    var places = told.places().stream();
    var json =
        call.query("place")
            .map(
                asked ->
                    places
                        .filter(place -> place.room().id().value().equals(asked))
                        .map(place -> json(place).with("people", candidates(place, going))))
            .orElseGet(() -> places.map(HeirRoutes::json));
    return Reply.fields("places", JsonArray.of(json.toArray()), "untold", told.untold());
  }

  private JsonArray candidates(Heirs.Place place, UserId going) {
    return people(place.room(), heirs.candidates(place, going));
  }

  private static JsonObject json(Heirs.Place place) {
    return JsonObject.of(
        "id", place.room().id().value(),
        "kind", place.space().isPresent() ? "space" : "room",
        "name", place.name(),
        "rule", place.last().rule().name().toLowerCase(Locale.ROOT),
        "heirs", people(place.room(), place.last().heirs()));
  }

  private static JsonArray people(Room room, List<UserId> people) {
    return JsonArray.of(people.stream().map(user -> json(room, user)).toArray());
  }

  private static JsonObject json(Room room, UserId user) {
    var name =
        room.published()
            .state()
            .member(user)
            .flatMap(member -> member.pdu().content().string("displayname"));
    return JsonObject.builder().put("user_id", user.value()).putIf("display_name", name).build();
  }

  private Reply all(Call call) {
    var found = unhosted.of(call.actor()).stream().map(HeirRoutes::json).toArray();
    return Reply.fields("rooms", JsonArray.of(found));
  }

  private static JsonObject json(Room room) {
    return JsonObject.of(
        "room_id", room.id().value(),
        "name", Rights.name(room),
        "members", room.published().joined().length);
  }

  private Reply candidates(Call call) {
    var found = unhosted.candidates(call.actor(), call.path("roomId"));
    return Reply.fields(
        "people", people(found.room(), found.people()),
        "history", found.history().word(),
        "open", found.open());
  }

  private Reply name(Call call) {
    var named =
        UserId.parse(call.body().string("user_id"))
            .orElseThrow(() -> Refused.invalidParam("\"user_id\" is not the id of a person"));
    unhosted.name(call.actor(), call.path("roomId"), named);
    return Reply.empty();
  }
}
