package parvis.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchitectureTest {
  private static final String BROKEN = "parvis.house.broken";

  @TempDir private Path folder;

  @Test
  void theHouseStandsOnItsFloors() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("parvis");
    assertThat(classes.size()).isGreaterThan(50);
    assertThat(new Architecture("parvis").broken(classes)).isEmpty();
  }

  @Test
  void aHouseThatBreaksTheRulesIsToldEachOfThem() {
    JavaClasses classes = new ClassFileImporter().importPackages(BROKEN);
    List<String> broken = new Architecture(BROKEN).broken(classes);
    assertThat(broken)
        .anyMatch(rule -> rule.contains("base.Upward is on a floor that may not use"))
        .anyMatch(rule -> rule.contains("core.rooms.Early stands below"))
        .anyMatch(rule -> rule.contains("suite.tasks.Leaf is a leaf and may not use the leaf"))
        .anyMatch(rule -> rule.contains("base.Upward calls java.time.Instant.now() by itself"))
        .anyMatch(rule -> rule.contains("protocol.Greedy uses java.sql.Connection; protocol has"))
        .anyMatch(rule -> rule.contains("base.Shouting is public and no other package needs it"))
        .noneMatch(rule -> rule.contains("base.Shown"))
        .anyMatch(rule -> rule.contains("core.sync.Late calls java.lang.System.nanoTime()"))
        .anyMatch(rule -> rule.contains("core.sync.Late speaks HTTP by itself"))
        .anyMatch(rule -> rule.contains("core.push.Hasty has SQL and is no store: it knows"))
        .anyMatch(rule -> rule.contains("Cycle detected"));
  }

  @Test
  void aPackageIsNoWallOfDoors() throws IOException {
    assertThat(new Architecture("wall").broken(wall(30)))
        .doesNotContain("wall.app has 30 public types");
    assertThat(new Architecture("wall").broken(wall(31))).contains("wall.app has 31 public types");
  }

  @Test
  void theMapDrawsEveryFolderThereIs() throws IOException {
    assertThat(new Chart(Path.of("..").toRealPath()).wrong()).isEmpty();
    Path house = folder.resolve("house");
    for (String name : List.of("web/src/ui", "web/src/shell", "target", ".git", "attic"))
      Files.createDirectories(house.resolve(name));
    for (String name : List.of("core/rooms", "core/cellar", "base"))
      Files.createDirectories(house.resolve("server/src/main/java/parvis").resolve(name));
    Files.writeString(
        house.resolve("ARCHITECTURE.md"),
        "# A\n\n`server/`, `web/`: `ui` and the shell, `base`, `core.rooms`, `suite.gone`\n");
    assertThat(new Chart(house).wrong())
        .containsExactlyInAnyOrder(
            "attic/ is not on the map",
            "core.cellar is not on the map",
            "shell is not on the map",
            "suite.gone is on the map and nowhere else");
  }

  /// A house of one package with so many public types, compiled for this once.
  private JavaClasses wall(int doors) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources" + doors));
    List<String> command = new ArrayList<>(List.of("-d", folder.resolve("wall" + doors) + ""));
    for (int i = 0; i < doors; i++) {
      Path door = sources.resolve("Door" + i + ".java");
      Files.writeString(door, "package wall.app; public class Door" + i + " {}");
      command.add(door.toString());
    }
    int failed =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(new String[0]));
    assertThat(failed).isZero();
    return new ClassFileImporter().importPath(folder.resolve("wall" + doors));
  }
}
