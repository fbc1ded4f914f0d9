package parvis.platform.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parvis.harness.TestDatabase;
import parvis.harness.World;
import parvis.platform.config.StartRefused;

/// The key file is whole or is not there, whenever the server is killed.
class MasterKeyTest {
  private static final String HALF = "0123456789abcdef";

  private final String database = TestDatabase.freshUrl();

  @TempDir Path data;

  private Map<String, String> settings() {
    return Map.of("PARVIS_DATA", data.toString(), "PARVIS_DATABASE_URL", database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", HALF, HALF + HALF + HALF + HALF + "\n"})
  void what_a_kill_left_of_a_key_is_no_key_and_keeps_nothing_from_starting(String left)
      throws IOException {
    var unfinished = data.resolve("master.key.new");
    Files.writeString(unfinished, left);
    var file = data.resolve("master.key");
    String made;
    try (var world = World.start(settings())) {
      world.register("alice");
      made = Files.readString(file);
      assertThat(made).matches("[0-9a-f]{64}\n").isNotEqualTo(left);
      assertThat(Files.exists(unfinished)).isFalse();
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
    try (var world = World.start(settings())) {
      world.signIn("alice").get("/_matrix/client/v3/account/whoami").ok();
      assertThat(Files.readString(file)).isEqualTo(made);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", HALF, "not hexadecimal, but of the right length: 64 characters exactly!"})
  void a_damaged_key_is_refused_and_left_as_it_is(String damaged) throws IOException {
    var file = data.resolve("master.key");
    Files.writeString(file, damaged);
    assertThatThrownBy(() -> World.start(settings()).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("restore it from a backup");
    assertThat(Files.readString(file)).isEqualTo(damaged);
  }

  @Test
  void another_key_than_the_one_that_belongs_to_the_database_is_refused() throws IOException {
    World.start(settings()).close();
    Files.delete(data.resolve("master.key"));
    assertThatThrownBy(() -> World.start(settings()).close())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("restore the key file that belongs to it");
  }
}
