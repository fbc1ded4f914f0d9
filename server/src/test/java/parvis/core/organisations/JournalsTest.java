package parvis.core.organisations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import parvis.harness.Answer;
import parvis.harness.Client;
import parvis.harness.World;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// What administrators did and what they looked at stands in two journals, read as far as one
/// decides, and told to whom the operator named.
@Timeout(60)
class JournalsTest {
  private static final String DEEDS = "/api/v1/journals/deeds";
  private static final String PROFILE = "/_matrix/client/v3/profile/";
  private static final String ACCESSES = "/api/v1/journals/accesses";

  private static final ServerSocket COLLECTOR = listening();
  private static final BlockingQueue<String> LINES = new LinkedBlockingQueue<>();

  @AutoClose static World world;
  static Client house;
  static Client mayor;
  static Client agent;
  static Client neighbour;
  static String town;

  @BeforeAll
  static void start() {
    Thread.ofVirtual().start(JournalsTest::collect);
    world = World.start(Map.of("PARVIS_COLLECTOR", "tcp://127.0.0.1:" + COLLECTOR.getLocalPort()));
    var people = Neighbours.in(world);
    house = people.house();
    mayor = people.mayor();
    agent = people.agent();
    neighbour = people.neighbour();
    town = people.town();
  }

  @AfterAll
  static void stop() throws IOException {
    COLLECTOR.close();
  }

  private static ServerSocket listening() {
    try {
      return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads lines framed by their length, and hangs up on the first sender once.
  private static void collect() {
    try {
      COLLECTOR.accept().close();
      while (true) {
        try (var socket = COLLECTOR.accept()) {
          var in = new DataInputStream(socket.getInputStream());
          for (int length = length(in); length > 0; length = length(in)) {
            byte[] line = new byte[length];
            in.readFully(line);
            LINES.add(new String(line, StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    for (int digit = in.read(); digit != ' '; digit = in.read()) {
      if (digit < 0) return 0;
      length = length * 10 + digit - '0';
    }
    return length;
  }

  private static void collected(String... words) throws InterruptedException {
    while (true) {
      var line = LINES.poll(20, TimeUnit.SECONDS);
      assertThat(line).as("a line with " + List.of(words)).isNotNull();
      if (List.of(words).stream().allMatch(String.valueOf(line)::contains)) return;
    }
  }

  private static List<JsonObject> lines(Client who, String path) {
    return who.get(path).ok().json().array("lines").orElse(JsonArray.EMPTY).objects();
  }

  private static List<String> deeds(List<JsonObject> lines) {
    return lines.stream().map(line -> line.string("deed").orElse("")).toList();
  }

  private static Answer members(Client who) {
    return who.get(Town.one(town) + "/members");
  }

  @Test
  void those_of_whom_lines_tell_are_named_and_who_has_gone_is_said_to_have() {
    var clerk = world.register("clerk");
    clerk.put(PROFILE + clerk.user() + "/displayname", JsonObject.of("displayname", "Léa")).ok();
    Town.put(house, town, clerk, "member").ok();
    Town.put(house, town, clerk, "approver").ok();
    assertThat(told(clerk).string("name")).contains("Léa");
    assertThat(told(clerk).bool("ended")).hasValue(false);
    var proof = Client.proof("clerk", World.PASSWORD);
    var wish = JsonObject.of("auth", proof, "erase", true);
    clerk.post("/_matrix/client/v3/account/deactivate", wish).ok();
    assertThat(told(clerk).string("name")).isEmpty();
    assertThat(told(clerk).bool("ended")).hasValue(true);
    assertThat(mayor.get(PROFILE + clerk.user()).ok().json())
        .isEqualTo(JsonObject.of("fr.parvis.account_ended", true));
  }

  @Test
  void what_people_call_something_is_nobody_whatever_it_looks_like() {
    var own = Town.organisation(house, "Nommée");
    var named = world.register("named").user();
    var codes = Town.one(own) + "/entry_codes";
    house.post(codes, JsonObject.of("purpose", named, "expires_in_ms", 86_400_000, "uses", 3)).ok();
    house.put(Town.one(own), JsonObject.of("name", named, "label", "Nommée")).ok();
    var clerk = world.register("nommee");
    var post = JsonObject.of("role", "member", "function", "auprès de " + named);
    house.put(Town.one(own) + "/members/" + Client.segment(clerk.user()), post).ok();
    var journal = house.get(DEEDS + "?organisation=" + own).ok();
    assertThat(journal.text()).contains(": auprès de " + named);
    assertThat(journal.json().object("people").orElseThrow().object(named)).isEmpty();
    assertThat(
            lines(house, DEEDS + "?organisation=" + own).stream()
                .collect(
                    Collectors.toMap(
                        line -> line.string("deed").orElse(""),
                        line -> line.array("names").orElseThrow().strings())))
        .containsEntry("make entry code", List.of())
        .containsEntry("change organisation", List.of())
        .containsEntry("say function", List.of(clerk.user()))
        .containsEntry("make member", List.of(clerk.user()));
  }

  @Test
  void who_is_exempt_is_named_also_where_more_is_changed_at_once() {
    var own = Town.ruled(house, "Dispense");
    var exempt = world.register("exempt");
    var wish =
        JsonObject.of("name", "Mairie de Dispense", "label", "Dispense", "bypass", true)
            .with("bypass_for_users", JsonArray.of(exempt.user()))
            .with("validity_days", 30);
    house.put(Town.one(own), wish).ok();
    var journal = house.get(DEEDS + "?organisation=" + own).ok();
    assertThat(journal.text()).contains("exempt: " + exempt.user() + ", accounts hold 30 days");
    assertThat(journal.json().object("people").orElseThrow().object(exempt.user())).isPresent();
  }

  private static JsonObject told(Client who) {
    var people = mayor.get(DEEDS + "?organisation=" + town).ok().json().object("people");
    return people.orElseThrow().object(who.user()).orElseThrow();
  }

  @Test
  void who_looks_is_noted_with_their_address_and_so_is_reading_that() {
    members(mayor).ok();
    var mine = lines(mayor, ACCESSES + "?organisation=" + town);
    var looked =
        mine.stream()
            .filter(line -> line.string("deed").orElse("").equals("read members"))
            .findFirst()
            .orElseThrow();
    assertThat(looked.string("by")).contains(mayor.user());
    assertThat(looked.string("address")).contains("127.0.0.1");
    assertThat(looked.string("about")).contains(town);
    assertThat(deeds(lines(mayor, ACCESSES + "?organisation=" + town))).contains("read accesses");
    assertThat(members(neighbour).status()).isEqualTo(404);
    var refused =
        lines(house, ACCESSES).stream()
            .filter(line -> line.string("by").orElse("").equals(neighbour.user()))
            .toList();
    assertThat(deeds(refused)).as("what is refused was not looked at").isEmpty();
  }

  @Test
  void an_access_is_not_hidden_under_the_name_of_another_organisation() {
    mayor.get(Town.one(town) + "/moves").ok();
    house.get("/api/v1/claims?organisation=" + town).ok();
    var ofTown = lines(mayor, ACCESSES + "?organisation=" + town);
    assertThat(deeds(ofTown)).contains("read moves").doesNotContain("read claims");
    assertThat(deeds(lines(house, ACCESSES))).contains("read moves", "read claims");
  }

  @Test
  void journals_are_read_as_far_as_one_decides() {
    for (var path : List.of(DEEDS, DEEDS + ".csv", ACCESSES, ACCESSES + ".csv")) {
      var ofTown = path + "?organisation=" + town;
      assertThat(agent.get(path).errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(mayor.get(path).errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(agent.get(ofTown).errcode()).isEqualTo("M_FORBIDDEN");
      assertThat(neighbour.get(ofTown).errcode()).isEqualTo("M_NOT_FOUND");
      assertThat(world.stranger().get(path).errcode()).isEqualTo("M_MISSING_TOKEN");
      mayor.get(ofTown).ok();
      house.get(path).ok();
    }
    assertThat(deeds(lines(house, DEEDS))).contains("make administrator", "create organisation");
    assertThat(lines(mayor, DEEDS + "?organisation=" + town))
        .allSatisfy(line -> assertThat(line.string("organisation")).contains("Belleville"));
  }

  @Test
  void a_file_has_a_row_a_line_and_no_formulas() {
    Town.put(house, town, agent, "member").ok();
    var file = mayor.get(DEEDS + ".csv?organisation=" + town).ok().text();
    assertThat(file).startsWith("\"at\",\"by\",\"name\"");
    assertThat(file).contains("\"make member\"").contains("\"'@agent");
    assertThat(mayor.get(DEEDS + ".csv?organisation=" + town + "&before=1").ok().text().lines())
        .hasSize(1);
  }

  @Test
  void lines_reach_the_collector_after_it_hung_up() throws InterruptedException {
    Town.put(house, town, agent, "approver").ok();
    collected("deeds [parvis@32473", "make approver", agent.user(), "Belleville");
    Town.put(house, town, agent, "member").ok();
    members(mayor).ok();
    collected("accesses [parvis@32473", "read members", "address=\"127.0.0.1\"");
  }
}
