package parvis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What each part is called because of its figures.
class HealthStateTest {
  @ParameterizedTest
  @CsvSource({"PT0S, GOOD", "PT1S, GOOD", "PT1.001S, LOOK", "PT1M, LOOK"})
  void the_database_by_how_long_it_takes_to_answer(Duration took, HealthState state) {
    assertThat(HealthState.ofDatabase(took)).isEqualTo(state);
  }

  /// In GiB.
  @ParameterizedTest
  @CsvSource({
    "50, 100, 0, GOOD",
    "10, 100, 0, GOOD",
    "9, 100, 0, LOOK",
    "1, 100, 0, LOOK",
    "0, 100, 0, BAD",
    "0, 1, 0, BAD",
    "50, 100, 1, LOOK",
    "0, 100, 1, BAD"
  })
  void the_disk_by_what_is_free_and_what_is_gone(
      long free, long total, long missing, HealthState state) {
    assertThat(HealthState.ofDisk(free << 30, total << 30, missing)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    ", UNKNOWN",
    "PT0S, GOOD",
    "PT48H, GOOD",
    "PT48H1S, LOOK",
    "PT168H, LOOK",
    "PT168H1S, BAD",
    "PT-5M, GOOD",
    "PT-5M-1S, UNKNOWN",
    "PT-8760H, UNKNOWN"
  })
  void the_backup_by_its_age(@Nullable Duration age, HealthState state) {
    assertThat(HealthState.ofBackup(Optional.ofNullable(age))).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, 0, GOOD",
    "true, false, 1, LOOK",
    "false, false, 0, LOOK",
    "true, true, 0, BAD",
    "true, true, 9, BAD"
  })
  void mail_by_whether_it_goes(boolean leads, boolean troubled, long stuck, HealthState state) {
    assertThat(HealthState.ofMail(leads, troubled, stuck)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S, GOOD",
    "0, PT9H, GOOD",
    "10000, PT5M, GOOD",
    "10001, PT0S, LOOK",
    "1, PT5M1S, LOOK",
    "1, PT1H, LOOK",
    "1, PT1H1S, BAD",
    "99999, PT2H, BAD"
  })
  void search_by_what_it_has_not_read_and_since_when_it_reads_nothing(
      long behind, Duration still, HealthState state) {
    assertThat(HealthState.ofSearch(behind, still)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"0, GOOD", "1, LOOK", "1000, LOOK"})
  void push_and_work_by_what_went_wrong(int count, HealthState state) {
    assertThat(HealthState.ofPush(count)).isEqualTo(state);
    assertThat(HealthState.ofWork(count)).isEqualTo(state);
  }
}
