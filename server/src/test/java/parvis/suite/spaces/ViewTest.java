package parvis.suite.spaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What it is told of somebody that they see is what they see: each place of a space, asked for by
/// everybody who can stand to it in some way, with and without access rules.
class ViewTest {
  private static final String SPACES = "/api/v1/spaces";
  private static final String ROOMS = "/_matrix/client/v3/rooms/";

  @AutoClose static final World world = World.start();

  /// What is seen of a place.
  private enum Sight {
    ALL,
    OWN,
    NONE
  }

  @Test
  void what_somebody_is_said_to_see_is_what_they_see() {
    var admin = world.administrator("admin");
    var wrong = new TreeMap<String, String>();
    compare(admin, Town.organisation(admin, "Ville"), "plain", wrong);
    compare(admin, Town.ruled(admin, "Agglo"), "ruled", wrong);
    assertThat(wrong).isEmpty();
  }

  private static Client agent(Client admin, String of, String name, String role) {
    var agent = world.register(name);
    Town.put(admin, of, agent, role).ok();
    return agent;
  }

  private static Client guest(Client sponsor, String of, String name) {
    var guest = world.register(name);
    sponsor.post(Town.one(of) + "/externals", JsonObject.of("user_id", guest.user())).ok();
    return guest;
  }

  private static String room(Client animator, String space, String name, boolean shut) {
    var wish = JsonObject.of("name", name, "private", shut);
    return animator.post(space + "/rooms", wish).ok().string("room_id");
  }

  private static void bring(Client animator, String space, Client who) {
    var people = JsonObject.of("people", JsonArray.of(who.user()));
    animator.post(space + "/invitations", people).ok();
    who.post(space + "/join", JsonObject.EMPTY).ok();
  }

  private static void compare(
      Client admin, String organisation, String tag, Map<String, String> wrong) {
    var people = new LinkedHashMap<String, Client>();
    var animator = agent(admin, organisation, tag + "-animator", "approver");
    people.put("animator", animator);
    for (var name : new String[] {"contributor", "reader", "apart", "own", "outsider"}) {
      people.put(name, agent(admin, organisation, tag + "-" + name, "member"));
    }
    people.put("guest", guest(animator, organisation, tag + "-guest"));
    people.put("here", guest(animator, organisation, tag + "-here"));
    var wish =
        JsonObject.of(
            "model", "project",
            "name", "Halle",
            "visibility", "private",
            "joining", "invitation",
            "request_id", tag);
    var space = SPACES + "/" + Client.segment(animator.post(SPACES, wish).ok().string("space_id"));
    var apps = JsonArray.of("feed", "tasks", "decisions");
    animator.put(space, JsonObject.of("guests", true, "apps", apps)).ok();
    for (var name : new String[] {"contributor", "reader", "apart", "own", "guest"}) {
      bring(animator, space, of(people, name));
    }
    var member = space + "/members/";
    var reader = member + Client.segment(of(people, "reader").user());
    animator.put(reader, JsonObject.of("role", "reader")).ok();
    setApart(animator, member + Client.segment(of(people, "apart").user()), "none");
    setApart(animator, member + Client.segment(of(people, "own").user()), "own");
    room(animator, space, "Ouvert", false);
    var shut = room(animator, space, "Fermé", true);
    var rule = ROOMS + Client.segment(shut) + "/state/im.vector.room.access_rules/";
    if (tag.equals("ruled")) {
      animator.put(rule, animator.get(rule).ok().json().with("rule", "unrestricted")).ok();
    }
    var invite = JsonObject.of("user_id", of(people, "here").user());
    animator.post(ROOMS + Client.segment(shut) + "/invite", invite).ok();
    of(people, "here").post(ROOMS + Client.segment(shut) + "/join", JsonObject.EMPTY).ok();
    compareAll(animator.get(space).ok().json(), people, space, tag, wrong);
    for (var who : people.entrySet()) {
      var view = animator.get(space + "/view/" + Client.segment(who.getValue().user())).ok().json();
      for (var list : new String[] {"sees", "not"}) {
        for (var part : view.array(list).orElseThrow().objects()) {
          var said = list.equals("not") ? Sight.NONE : said(part);
          var told = sees(who.getValue(), space, part);
          if (said != told) {
            var place = part.string("kind").orElse("") + " " + part.string("name").orElse("");
            wrong.put(tag + " " + who.getKey() + ": " + place, said + ", and sees " + told);
          }
        }
      }
    }
  }

  /// What it is said with the audience that members and both kinds of guests see.
  private static void compareAll(
      JsonObject told,
      Map<String, Client> people,
      String space,
      String tag,
      Map<String, String> wrong) {
    var sees = told.object("audience").flatMap(of -> of.object("sees")).orElseThrow();
    var feed = told.string("feed_room").orElseThrow();
    var kinds =
        Map.of(
            "reader",
            "members",
            "contributor",
            "members",
            "guest",
            "guests",
            "here",
            "guests_here");
    assertThat(sees.keys()).containsExactlyInAnyOrder("feed", "tasks", "decisions");
    for (var app : sees.keys()) {
      var part = JsonObject.of("kind", app, "room_id", feed, "name", "");
      kinds.forEach(
          (name, kind) -> {
            var said = sees.object(app).orElseThrow().string(kind).orElseThrow();
            var seen = sees(of(people, name), space, part).name().toLowerCase(Locale.ROOT);
            if (!said.equals(seen))
              wrong.put(tag + " " + name + ": " + app, said + ", and sees " + seen);
          });
    }
  }

  /// Sets tasks and decisions apart for somebody, and the feed where that can be so.
  private static void setApart(Client animator, String member, String word) {
    var apps = JsonObject.of("tasks", word, "decisions", word);
    var all = word.equals("none") ? apps.with("feed", word) : apps;
    animator.put(member, JsonObject.of("apps", all)).ok();
  }

  private static Client of(Map<String, Client> people, String name) {
    return Optional.ofNullable(people.get(name)).orElseThrow();
  }

  private static Sight said(JsonObject part) {
    return part.string("why")
            .filter(why -> why.equals("own") || why.equals("name_only"))
            .isPresent()
        ? Sight.OWN
        : Sight.ALL;
  }

  private static Sight sees(Client who, String space, JsonObject part) {
    return switch (part.string("kind").orElseThrow()) {
      case "space" -> {
        var told = who.get(space);
        yield told.status() != 200
            ? Sight.NONE
            : told.json().has("purpose") ? Sight.ALL : Sight.OWN;
      }
      case "tasks", "decisions" -> {
        var told = who.get(space);
        var may = told.status() == 200 ? told.text() : "";
        var app = part.string("kind").orElseThrow();
        yield may.contains("\"see_all_" + app + "\"")
            ? Sight.ALL
            : may.contains("\"see_" + app + "\"") ? Sight.OWN : Sight.NONE;
      }
      default -> {
        var path = ROOMS + Client.segment(part.string("room_id").orElseThrow());
        var joined = who.post(path + "/join", JsonObject.EMPTY);
        var reads = who.get(path + "/messages?dir=b").status() == 200;
        yield joined.status() == 200 && reads ? Sight.ALL : Sight.NONE;
      }
    };
  }
}
