package parvis.suite.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static parvis.harness.Client.segment;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonObject;

/// Decisions are found by their words by who sees them.
class DecisionSearchTest {
  @AutoClose static final World world = World.start();
  private static final Circle circle = new Circle(world);

  private static JsonObject kind(Client who, String text, String more) {
    var path = "/api/v1/search?kind=decision&q=" + segment(text) + more;
    return who.get(path).ok().json().array("kinds").orElseThrow().objects().getFirst();
  }

  private static List<String> titles(Client who, String text, String more) {
    return kind(who, text, more).array("results").orElseThrow().objects().stream()
        .map(one -> one.string("title").orElseThrow())
        .toList();
  }

  @Test
  void who_sees_a_decision_finds_it_by_beginnings_and_slips_and_nobody_else_learns_of_it() {
    circle.make(circle.alice, "title", "Fermeture du parking Carnot").ok();
    circle.make(circle.alice, "title", "Fermetures d’été").ok();
    assertThat(titles(circle.bruno, "ferm carnot", ""))
        .containsExactly("Fermeture du parking Carnot");
    assertThat(titles(circle.bruno, "fermetrue carnot", ""))
        .containsExactly("Fermeture du parking Carnot");
    assertThat(titles(circle.alice, "fermeture", "")).hasSize(2);
    assertThat(kind(circle.outsider, "fermeture", "").integer("count")).hasValue(0);
    assertThat(kind(circle.outsider, "fermetrue", "").integer("count")).hasValue(0);
    var here = "&space=" + segment(circle.space);
    assertThat(titles(circle.alice, "fermeture", here)).hasSize(2);
    assertThat(kind(circle.outsider, "fermeture", here).integer("count")).hasValue(0);
    assertThat(titles(circle.alice, "fermeture", "&room=" + segment(circle.space))).isEmpty();
    assertThat(titles(circle.alice, "fermeture", "&from=1&until=2")).isEmpty();
    var page = kind(circle.alice, "fermeture", "&limit=1");
    var next = "&limit=1&next=" + page.string("next").orElseThrow();
    assertThat(titles(circle.alice, "fermeture", next)).hasSize(1);
    assertThat(circle.alice.get("/api/v1/search?kind=decision&q=a&next=x").status()).isEqualTo(400);
  }
}
