package parvis.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String BROKEN = "parvis.house.broken";

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
        .anyMatch(rule -> rule.contains("core.sync.Late speaks HTTP by itself"))
        .anyMatch(rule -> rule.contains("Cycle detected"));
  }
}
