package parvis.suite.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.core.organisations.Town;
import parvis.core.sync.Tidings;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// Who follows a register learns what changes in it, as far as it is theirs to see.
class FollowingTest {
  private static final int WAITS_MS = 30_000;

  /// What was left untold by a node that is gone.
  private static final String LEFT =
      """
      insert into thing_untold (nid, kind, place, key, at_ms)
      select nextval('nid'), 'decision', space, id, 0 from decision where id = ?""";

  @AutoClose static final World world = World.start();
  private static final Circle circle = new Circle(world);
  private static final Client alice = circle.alice;
  private static final Client bruno = circle.bruno;
  private static final Client chloe = circle.chloe;

  private static String changes(String space, String since, int timeout) {
    return Circle.in(space) + "/decisions/changes?timeout=" + timeout + "&since=" + since;
  }

  private static String since(Client who, String space) {
    return who.get(Circle.in(space) + "/decisions").ok().string("since");
  }

  private static List<String> told(JsonObject news) {
    return news.array("decisions").orElseThrow().strings();
  }

  private static List<String> gone(JsonObject news) {
    return news.array("gone").orElseThrow().strings();
  }

  @Test
  void who_waits_is_told_at_once_what_was_made_changed_and_tied() {
    var since = since(chloe, circle.space);
    assertThat(told(chloe.get(changes(circle.space, since, 0)).ok().json())).isEmpty();
    var waits = chloe.later(changes(circle.space, since, WAITS_MS));
    var draft = circle.make(bruno, "title", "Suivie").ok().json();
    var news = waits.join().ok().json();
    assertThat(told(news)).containsExactly(Circle.id(draft));
    since = news.string("since").orElseThrow();
    waits = chloe.later(changes(circle.space, since, WAITS_MS));
    circle.change(alice, draft, "title", "Suivie de près").ok();
    news = waits.join().ok().json();
    assertThat(told(news)).containsExactly(Circle.id(draft));
    since = news.string("since").orElseThrow();
    waits = chloe.later(changes(circle.space, since, WAITS_MS));
    var other = circle.make(bruno, "title", "Autre").ok().json();
    news = waits.join().ok().json();
    assertThat(told(news)).containsExactly(Circle.id(other));
    var link = JsonObject.of("kind", "thing", "of", "decision", "thing", Circle.id(other));
    since = news.string("since").orElseThrow();
    waits = chloe.later(changes(circle.space, since, WAITS_MS));
    bruno.post(Circle.one(draft) + "/links", link).ok();
    assertThat(told(waits.join().ok().json())).containsExactly(Circle.id(draft));
  }

  @Test
  void what_a_stop_left_untold_is_told_a_moment_later() {
    var draft = circle.make(bruno, "title", "Oubliée").ok().json();
    var waits = chloe.later(changes(circle.space, since(chloe, circle.space), WAITS_MS));
    world.db().write(tx -> tx.run(LEFT, Circle.id(draft)));
    assertThat(told(waits.join().ok().json())).containsExactly(Circle.id(draft));
  }

  @Test
  void an_older_token_is_told_everything_and_of_too_much_that_it_is_to_be_read_anew() {
    var site = circle.space("committee", "Ancien");
    var since = since(alice, site);
    var first = alice.post(Circle.in(site) + "/decisions", circle.wish("title", "Une")).ok();
    var told = told(bruno.get(changes(site, since, 0)).ok().json());
    assertThat(told).containsExactly(Circle.id(first.json()));
    IntStream.range(0, Tidings.CHANGES_MAX)
        .forEach(
            i -> alice.post(Circle.in(site) + "/decisions", circle.wish("title", "n" + i)).ok());
    var news = bruno.get(changes(site, since, 0)).ok().json();
    assertThat(news.bool("reset")).contains(true);
    var late = changes(site, news.string("since").orElseThrow(), 0);
    assertThat(told(bruno.get(late).ok().json())).isEmpty();
  }

  @Test
  void who_may_see_none_any_more_is_refused_and_so_is_what_is_no_token() {
    var site = circle.space("committee", "Fermé");
    var since = since(chloe, site);
    assertThat(circle.outsider.get(changes(site, since, 0)).errcode()).isEqualTo("M_FORBIDDEN");
    assertThat(chloe.get(changes(site, "x", 0)).errcode()).isEqualTo("M_INVALID_PARAM");
    assertThat(chloe.get(changes(site, since, -1)).errcode()).isEqualTo("M_INVALID_PARAM");
    alice.delete(Circle.in(site) + "/members/" + Client.segment(chloe.user())).ok();
    alice.post(Circle.in(site) + "/decisions", circle.wish("title", "Après")).ok();
    assertThat(chloe.get(changes(site, since, 0)).errcode()).isEqualTo("M_FORBIDDEN");
  }

  @Test
  void a_guest_is_told_of_what_is_opened_to_them_and_of_nothing_else() {
    try (var town = World.start()) {
      var admin = town.administrator("admin");
      var of = Town.organisation(admin, "Ville");
      var animator = town.register("animator");
      Town.put(admin, of, animator, "approver").ok();
      var guest = town.register("zoe");
      animator.post(Town.one(of) + "/externals", JsonObject.of("user_id", guest.user())).ok();
      var wish =
          JsonObject.of(
              "model", "committee",
              "name", "Conseil",
              "visibility", "private",
              "joining", "approval",
              "request_id", "guests");
      var site = animator.post("/api/v1/spaces", wish).ok().string("space_id");
      var invite = "/_matrix/client/v3/rooms/" + Client.segment(site) + "/invite";
      animator.post(invite, JsonObject.of("user_id", guest.user())).ok();
      guest.post(Circle.in(site) + "/join", JsonObject.EMPTY).ok();
      var since = since(guest, site);
      IntStream.rangeClosed(0, Tidings.CHANGES_MAX)
          .mapToObj(i -> circle.wish("title", "Cachée " + i))
          .forEach(hidden -> animator.post(Circle.in(site) + "/decisions", hidden).ok());
      var hidden = guest.get(changes(site, since, 0)).ok().json();
      assertThat(told(hidden)).isEmpty();
      assertThat(hidden.bool("reset")).isEmpty();
      since = hidden.string("since").orElseThrow();
      var opened = circle.wish("title", "Ouverte", "opened", JsonArray.of(guest.user()));
      var made = animator.post(Circle.in(site) + "/decisions", opened).ok().json();
      assertThat(told(guest.get(changes(site, since, 0)).ok().json()))
          .containsExactly(Circle.id(made));
      var waits = guest.later(changes(site, since(guest, site), WAITS_MS));
      var before = since(animator, site);
      circle.change(animator, made, "opened", JsonArray.EMPTY).ok();
      var lost = waits.join().ok().json();
      assertThat(gone(lost)).containsExactly(Circle.id(made));
      assertThat(told(lost)).isEmpty();
      var all = animator.get(changes(site, before, 0)).ok().json();
      assertThat(told(all)).containsExactly(Circle.id(made));
      assertThat(gone(all)).isEmpty();
    }
  }
}
