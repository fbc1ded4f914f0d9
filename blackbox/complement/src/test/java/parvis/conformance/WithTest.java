package parvis.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WithTest {
  /// A suite of two tests: the second fails, and a server logs something meanwhile.
  private static final String SUITE =
      """
      say() { echo "{\\"Action\\":\\"$1\\",\\"Package\\":\\"suite/one\\",\\"Test\\":\\"$2\\",\\"Output\\":\\"$3\\"}"; }
      say run TestA ''; say pass TestA ''
      echo before >> "$LOGS/hs1.log"
      say run TestB ''; say output TestB "at $COMPLEMENT_BASE_IMAGE"
      sleep 0.2; echo meanwhile >> "$LOGS/hs1.log"; sleep 0.2
      say fail TestB ''
      case $DOCKER_HOST in tcp://127.0.0.1:*) exit 7 ;; esac
      """;

  @TempDir private Path folder;

  @BeforeEach
  void place() {
    System.setProperty("conformance.images", "src/test/images");
    System.setProperty("conformance.target", folder.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("conformance.images");
    System.clearProperty("conformance.target");
  }

  @Test
  void aRunEndsWithItsResultsAndTheLogsOfWhatFailed() throws IOException {
    Path results = folder.resolve("results.txt");
    Path run = folder.resolve("run");
    Path postgres = Path.of("target/postgres").toAbsolutePath();
    Files.createDirectories(postgres);
    Files.createSymbolicLink(folder.resolve("postgres"), postgres);
    String suite = "LOGS=" + run.resolve("logs") + "\n" + SUITE;
    int status =
        Conformance.commandLine()
            .execute("with", "--image", "toy", "-o", results + "", "--", "sh", "-c", suite);
    assertThat(status).isEqualTo(7);
    assertThat(Results.read(results).title()).isEqualTo("Toy 1");
    assertThat(Files.readAllLines(results)).contains("PASS one/TestA", "FAIL one/TestB");
    Path failed = run.resolve("failed/one/TestB");
    assertThat(failed.resolve("test.log")).content().isEqualTo("at toy");
    assertThat(failed.resolve("hs1.log")).content().contains("meanwhile");
    assertThat(run.resolve("failed/one/TestA")).doesNotExist();
  }

  @Test
  void anImageThatIsNotThereIsToldBeforeAnythingStarts() {
    int status = Conformance.commandLine().execute("with", "--image", "none", "--", "true");
    assertThat(status).isEqualTo(3);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void withoutACommandNothingRuns() {
    assertThat(Conformance.commandLine().execute("with", "--image", "toy")).isEqualTo(2);
  }
}
