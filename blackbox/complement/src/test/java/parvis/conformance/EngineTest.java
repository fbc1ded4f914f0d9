package parvis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EngineTest {
  @TempDir private static Path folder;
  private static Workplace workplace;
  private static Postgres postgres;
  private static Engine engine;
  private static DockerClient docker;

  @BeforeAll
  static void start() {
    SecureRandom chance = new SecureRandom();
    workplace = Workplace.open(folder.resolve("run"));
    postgres = Postgres.start(workplace.folder("postgres"), Path.of("target/postgres"), chance);
    Path images = Path.of("src/test/images");
    engine = new Engine(workplace, images, postgres, Clock.systemUTC(), chance);
    docker = new DockerClient(engine);
  }

  @AfterAll
  static void stop() {
    engine.close();
    postgres.close();
  }

  private static String container(String name, String image, String network, String alias) {
    return docker.create(name, image, network, alias).string("Id").orElseThrow();
  }

  @Test
  void negotiationLearnsTheVersion() {
    var answer = docker.call("HEAD", "/_ping", new byte[0]);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Api-Version")).contains("1.51");
  }

  @Test
  void aCallThatNobodyKnowsIsNotFound() {
    assertThat(docker.status("POST", "/swarm/init")).isEqualTo(404);
    assertThat(docker.status("GET", "/containers/none/json")).isEqualTo(404);
    assertThat(docker.status("DELETE", "/images/none")).isEqualTo(404);
    assertThat(docker.status("DELETE", "/networks/none")).isEqualTo(404);
  }

  @Test
  void aContainerLivesFromItsCreationToItsRemoval() throws IOException {
    String network = docker.network("life");
    String id = container("life-1", "localhost/toy:latest", network, "hs1");
    assertThat(docker.inspect(id).object("State").orElseThrow().string("Status"))
        .contains("created");
    assertThat(
            docker.call("PUT", "/containers/" + id + "/archive?path=%2F", uploads()).statusCode())
        .isEqualTo(200);
    assertThat(docker.status("POST", "/containers/" + id + "/start")).isEqualTo(204);
    assertThat(docker.status("POST", "/containers/" + id + "/start")).isEqualTo(304);
    assertThat(docker.said(id).lines())
        .contains("starts 1", "name hs1", "certificate true", "registration true")
        .contains("stranger null", "127.0.0.1 outside.test", "127.0.0.1 localhost")
        .anyMatch(line -> line.matches("127\\.\\d+\\.0\\.2 hs2"));
    assertThat(docker.inspect(id).object("State").orElseThrow().bool("Running")).contains(true);
    byte[] log = docker.call("GET", "/containers/" + id + "/logs?stdout=1", new byte[0]).body();
    assertThat(log).startsWith(1, 0, 0, 0);
    assertThat(new String(log, StandardCharsets.UTF_8)).contains("up for the 1. time");

    String port = docker.published(id, Container.CLIENT_PORT);
    assertThat(docker.status("POST", "/containers/" + id + "/stop?t=10")).isEqualTo(204);
    assertThat(docker.status("POST", "/containers/" + id + "/stop?t=10")).isEqualTo(304);
    assertThat(docker.status("POST", "/containers/" + id + "/kill")).isEqualTo(409);
    assertThat(docker.status("POST", "/containers/" + id + "/start")).isEqualTo(204);
    assertThat(docker.said(id).lines()).contains("starts 2");
    assertThat(docker.published(id, Container.CLIENT_PORT)).isEqualTo(port);
    assertThat(docker.status("DELETE", "/networks/" + network)).isEqualTo(403);
    assertThat(docker.status("POST", "/containers/" + id + "/kill?signal=KILL")).isEqualTo(204);
    assertThat(docker.status("DELETE", "/containers/" + id + "?force=1")).isEqualTo(204);
    assertThat(docker.status("GET", "/containers/" + id + "/json")).isEqualTo(404);
    assertThat(docker.status("DELETE", "/networks/" + network)).isEqualTo(204);
  }

  /// A new authority and the registration of a bridge, as a suite uploads them.
  private static byte[] uploads() throws IOException {
    Path tree = Files.createTempDirectory(folder, "upload");
    Path authority = Files.createDirectories(tree.resolve("complement/ca"));
    Path bridges = Files.createDirectories(tree.resolve("complement/appservice"));
    Files.writeString(bridges.resolve("bridge.yaml"), "id: bridge\n");
    List<String> command =
        List.of("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=toys");
    String[] words = command.toArray(String[]::new);
    String[] all = java.util.Arrays.copyOf(words, words.length + 4);
    all[words.length] = "-keyout";
    all[words.length + 1] = authority + "/ca.key";
    all[words.length + 2] = "-out";
    all[words.length + 3] = authority + "/ca.crt";
    Tool.run(all);
    Path tar = tree.resolve("upload.tar");
    Tool.run("tar", "-cf", tar.toString(), "-C", tree.toString(), "complement");
    return Files.readAllBytes(tar);
  }

  @Test
  void whatIsCommittedBeginsAgainWithItsFilesAndItsDatabase() {
    String network = docker.network("commit");
    String id = container("commit-1", "toy", network, "hs1");
    docker.status("POST", "/containers/" + id + "/start");
    docker.said(id);
    String commit =
        "/commit?container="
            + id
            + "&repo=localhost/snapshot&tag=a&changes=LABEL+%22k%22%3D%22v%22";
    assertThat(docker.status("POST", commit)).isEqualTo(409);
    docker.status("POST", "/containers/" + id + "/stop");
    JsonObject image = (JsonObject) docker.json("POST", commit, JsonObject.EMPTY);
    assertThat(((JsonArray) docker.get("/images/json" + DockerClient.labelled("k=v"))).size())
        .isEqualTo(1);
    docker.status("DELETE", "/containers/" + id);

    String again = container("commit-2", image.string("Id").orElseThrow(), network, "hs1");
    docker.status("POST", "/containers/" + again + "/start");
    assertThat(docker.said(again).lines()).contains("starts 2");
    JsonObject labels =
        docker.inspect(again).object("Config").orElseThrow().object("Labels").orElseThrow();
    assertThat(labels.string("k")).contains("v");
    assertThat(labels.string("named")).contains("commit-2");
    assertThat(docker.status("DELETE", "/images/" + image.string("Id").orElseThrow()))
        .isEqualTo(200);
    assertThat((JsonArray) docker.get("/images/json")).isEqualTo(JsonArray.EMPTY);
    docker.status("DELETE", "/containers/" + again);
  }

  @Test
  void thingsAreFoundByTheirLabels() {
    String network = docker.network("labels");
    container("labels-1", "toy", network, "hs1");
    container("labels-2", "toy", network, "hs2");
    assertThat(found("/containers/json", "named=labels-1")).isEqualTo(1);
    assertThat(found("/containers/json", "of=" + network)).isEqualTo(2);
    assertThat(found("/containers/json", "unknown")).isZero();
    assertThat(found("/networks", "of=labels")).isEqualTo(1);
  }

  private static int found(String path, String label) {
    return ((JsonArray) docker.get(path + DockerClient.labelled(label))).size();
  }

  @Test
  void whatCannotBeIsRefused() {
    String network = docker.network("refused");
    assertThat(docker.create("refused-1", "unknown", network, "hs1").string("message"))
        .contains("No such image: unknown");
    assertThat(docker.create("refused-1", "toy", "nowhere", "hs1").string("message"))
        .contains("network nowhere not found");
    String id = container("refused-1", "toy", network, "hs1");
    assertThat(docker.create("refused-1", "toy", network, "hs1").string("message"))
        .contains("the container name /refused-1 is already in use");
    byte[] noTar = "no tar file".getBytes(StandardCharsets.UTF_8);
    assertThat(docker.call("PUT", "/containers/" + id + "/archive?path=/", noTar).statusCode())
        .isEqualTo(400);
    assertThat(
            docker.call("PUT", "/containers/" + id + "/archive?path=/../../x", noTar).statusCode())
        .isEqualTo(400);
    assertThat(docker.call("POST", "/networks/create", noTar).statusCode()).isEqualTo(400);
  }

  @Test
  void aContainerThatDiesIsSaidToHaveEnded() {
    String network = docker.network("dies");
    String id = container("dies-1", "toy", network, "hs1");
    docker.status("POST", "/containers/" + id + "/start");
    docker.said(id);
    assertThat(docker.status("POST", "/containers/" + id + "/pause")).isEqualTo(204);
    assertThat(docker.inspect(id).object("State").orElseThrow().bool("Paused")).contains(true);
    assertThat(docker.status("POST", "/containers/" + id + "/unpause")).isEqualTo(204);
    docker.said(id);
    docker.status("POST", "/containers/" + id + "/kill?signal=SIGKILL");
    assertThat(docker.inspect(id).object("State").orElseThrow().string("Status"))
        .contains("exited");
  }
}
