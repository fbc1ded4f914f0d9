package parvis.suite.spaces;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import parvis.base.Actor;
import parvis.core.organisations.Affiliations;
import parvis.core.organisations.Affiliations.Named;
import parvis.core.rights.Audience;
import parvis.core.rights.Grants;
import parvis.core.rights.Preset;
import parvis.core.rights.Rights;
import parvis.core.rights.Sight;
import parvis.core.rights.Space;
import parvis.core.rights.View;
import parvis.core.rooms.Room;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonNull;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.JoinRule;
import parvis.protocol.room.Membership;

/// How spaces, their people and their rooms are told.
final class SpaceJson {
  private final Rooms rooms;
  private final Writing writing;
  private final Rights rights;
  private final Affiliations affiliations;

  SpaceJson(SpacesFeature.Needs needs) {
    this.rooms = needs.rooms();
    this.writing = needs.writing();
    this.rights = needs.rights();
    this.affiliations = needs.affiliations();
  }

  /// Whether somebody is invited, or asked to come in.
  boolean isExpected(Actor actor, Space space) {
    return space.has(actor.user(), Membership.INVITE) || space.has(actor.user(), Membership.KNOCK);
  }

  /// @param presets how the actor stands to each
  List<JsonObject> faces(Actor actor, List<Space> spaces, Function<Space, Preset> presets) {
    var guests =
        affiliations.externals(spaces.stream().mapToLong(space -> space.room().nid()).toArray());
    var organisations =
        affiliations
            .named(spaces.stream().flatMap(s -> s.organisations().stream()).distinct().toList())
            .stream()
            .collect(Collectors.toMap(Named::id, Function.identity()));
    return spaces.stream()
        .map(
            space ->
                face(
                    actor,
                    space,
                    presets.apply(space),
                    guests.getOrDefault(space.room().nid(), 0L),
                    organisations))
        .toList();
  }

  JsonObject face(Actor actor, Space space) {
    return faces(actor, List.of(space), one -> rights.preset(actor.user(), one)).getFirst();
  }

  private JsonObject face(
      Actor actor, Space space, Preset preset, long guests, Map<String, Named> organisations) {
    var face =
        JsonObject.builder()
            .put("space_id", space.id().value())
            .put("name", space.name())
            .put("role", preset == Preset.NONE ? JsonNull.NULL : preset.word());
    if (preset == Preset.GUEST_HERE && !isExpected(actor, space)) {
      return face.build();
    }
    var owners =
        space.organisations().stream()
            .flatMap(id -> Optional.ofNullable(organisations.get(id)).stream())
            .map(one -> JsonObject.of("id", one.id(), "label", one.label()))
            .toArray();
    face.put("purpose", space.text("m.room.topic", "topic").orElse(""))
        .putIf("avatar_url", space.text("m.room.avatar", "url").filter(url -> !url.isEmpty()))
        .put("model", space.settings().string("model").orElse(Model.BLANK.word()))
        .put("apps", space.settings().array("apps").orElse(JsonArray.EMPTY))
        .put("visibility", space.visibility().word())
        .put("joining", space.entry().word())
        .put("members", space.room().published().joined().length)
        .put("guests", guests)
        .put("organisations", JsonArray.of(owners))
        .put("archived", space.archived())
        .put("asked", space.has(actor.user(), Membership.KNOCK))
        .put("invited", space.has(actor.user(), Membership.INVITE));
    if (space.has(actor.user(), Membership.JOIN)) {
      space.feed().ifPresent(feed -> face.put("feed_room", feed.value()));
    }
    return face.build();
  }

  /// A space with what the actor may do in it, and, for who is in it, its rooms and its audience.
  JsonObject whole(Actor actor, Space space) {
    var may = rights.of(actor.user(), space);
    var told =
        face(actor, space)
            .with("rights", may.stream().map(action -> (Object) action.word()).toList());
    if (!space.has(actor.user(), Membership.JOIN)) {
      return told;
    }
    var shown =
        space.rooms(rooms).stream()
            .filter(room -> rights.shows(actor.user(), space, room))
            .toList();
    var guests = affiliations.externals(shown.stream().mapToLong(Room::nid).toArray());
    var list =
        shown.stream()
            .map(room -> room(actor, room, guests.getOrDefault(room.nid(), 0L)))
            .toArray();
    var apart = rights.apart(space).stream().map(SpaceJson::apart).toArray();
    return told.with("rooms", JsonArray.of(list))
        .with("audience", audience(space.room()).with("sees", sees()))
        .with("apart", JsonArray.of(apart));
  }

  private static JsonObject room(Actor actor, Room room, long guests) {
    var state = room.published().state();
    return JsonObject.of(
        "room_id", room.id().value(),
        "name", Rights.name(room),
        "joined", Coming.is(actor.user(), room, Membership.JOIN),
        "join_rule", JoinRule.of(room.version(), state).word(),
        "encrypted", state.event("m.room.encryption", "").isPresent(),
        "guests", guests,
        "members", room.published().joined().length);
  }

  /// What of each app members, guests and those who are in a room alone see.
  private static JsonObject sees() {
    var all = JsonObject.builder();
    Sight.all()
        .forEach(
            (app, of) ->
                all.put(
                    app,
                    JsonObject.of(
                        "members", of.members().word(),
                        "guests", of.guests().word(),
                        "guests_here", of.guestsHere().word())));
    return all.build();
  }

  /// Who reads a room, why, and whether people from outside may be invited.
  JsonObject audience(Room room) {
    return audience(rights.audience(room)).with("externals", writing.forExternals(room).word());
  }

  private static JsonObject audience(Audience audience) {
    var shares =
        audience.organisations().stream()
            .map(share -> JsonObject.of("label", share.label(), "count", share.count()))
            .toArray();
    return JsonObject.of(
        "people", audience.people(),
        "guests", audience.guests(),
        "organisations", JsonArray.of(shares),
        "why", audience.why().word());
  }

  static JsonObject view(View view) {
    return JsonObject.of(
        "preset", view.preset().word(),
        "may", view.may().stream().map(action -> (Object) action.word()).toList(),
        "sees", JsonArray.of(view.sees().stream().map(SpaceJson::part).toArray()),
        "not", JsonArray.of(view.not().stream().map(SpaceJson::part).toArray()),
        "apart", JsonArray.of(view.apart().stream().map(SpaceJson::apart).toArray()));
  }

  /// One app that is set apart for somebody.
  private static JsonObject apart(Grants.Apart one) {
    return JsonObject.builder()
        .put("user_id", one.user().value())
        .put("app", one.grant().app())
        .put("grant", one.grant().word())
        .putIf("by", one.by())
        .build();
  }

  private static JsonObject part(View.Part part) {
    return JsonObject.of(
        "kind", part.kind(),
        "room_id", part.roomId(),
        "name", part.name(),
        "why", part.why().word());
  }

  static JsonObject member(Members.Member member) {
    var organisation = member.affiliation().map(Affiliations.Affiliation::organisation);
    var external =
        member
            .affiliation()
            .filter(Affiliations.Affiliation::external)
            .map(
                one ->
                    JsonObject.builder()
                        .putIf("sponsor", one.sponsor())
                        .putIf("until", one.untilMs())
                        .build())
            .or(() -> member.external() ? Optional.of(JsonObject.EMPTY) : Optional.empty());
    return JsonObject.builder()
        .put("user_id", member.user().value())
        .putIf("display_name", member.name())
        .putIf("avatar_url", member.avatar())
        .put("role", member.role().word())
        .putIf(
            "organisation",
            organisation.map(one -> JsonObject.of("id", one.id(), "label", one.label())))
        .put("external", external.map(one -> (Object) one).orElse(JsonNull.NULL))
        .put("since", member.sinceMs())
        .putIf("reason", member.reason())
        .build();
  }
}
