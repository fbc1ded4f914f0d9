package parvis.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTest {
  @TempDir private Path data;

  @Test
  void everythingHasAWorkingDefault() {
    Config config = read(Map.of());
    assertThat(config.serverName()).isEqualTo("localhost");
    assertThat(config.publicAddress()).isEqualTo("http://localhost:8008");
    assertThat(config.registration()).isEqualTo(Registration.CLOSED);
    assertThat(config.uploadBytesMax()).isEqualTo(100_000_000);
    assertThat(config.rateLimits()).isTrue();
    assertThat(config.warnings()).isEmpty();
  }

  @Test
  void theCommentedFileSaysTheDefaults() throws IOException {
    read(Map.of()).writeFileWhenMissing();
    Config before = read(Map.of());
    Path file = data.resolve(Config.FILE);
    String text = Files.readString(file);
    Files.writeString(file, text.replaceAll("(?m)^#(\\w+ =)", "$1").replace("data = data", ""));
    assertThat(read(Map.of())).isEqualTo(before);
  }

  @Test
  void aDataFolderCannotNameAnotherOne() throws IOException {
    Files.writeString(data.resolve(Config.FILE), "data = /somewhere/else\n");
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("--data /somewhere/else");
  }

  @Test
  void aFileThatIsGivenMayNameTheDataFolder() throws IOException {
    Path file = Files.writeString(data.resolve("my.conf"), "data = " + data.resolve("in") + "\n");
    Options none = Options.NONE;
    Options given =
        new Options(
            Optional.of(file),
            none.data(),
            none.port(),
            none.serverName(),
            none.publicAddress(),
            none.databaseUrl(),
            none.registration(),
            false,
            false);
    assertThat(Config.read(given, Map.of()).data()).isEqualTo(data.resolve("in"));
  }

  @Test
  void aShortSecretIsWarnedOf() {
    assertThat(read(Map.of("PARVIS_REGISTRATION_SECRET", "sesame")).warnings())
        .singleElement()
        .asString()
        .contains("registration_secret is short");
  }

  @Test
  void theEnvironmentWinsOverTheFileAndTheCommandLineOverBoth() throws IOException {
    Files.writeString(
        data.resolve(Config.FILE), "port = 1001\nserver_name = a.example\nregistration = token\n");
    Options options =
        new Options(
            Optional.empty(),
            Optional.of(data.toString()),
            Optional.of("1003"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false);
    Map<String, String> environment =
        Map.of("PARVIS_PORT", "1002", "PARVIS_SERVER_NAME", "b.example");
    Config config = Config.read(options, environment);
    assertThat(config.port()).isEqualTo(1003);
    assertThat(config.serverName()).isEqualTo("b.example");
    assertThat(config.registration()).isEqualTo(Registration.TOKEN);
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestKnownOne() throws IOException {
    Files.writeString(data.resolve(Config.FILE), "sever_name = a.example\n");
    assertThatThrownBy(() -> read(Map.of()))
        .isInstanceOf(StartRefused.class)
        .hasMessageEndingWith(
            "parvis.conf:1: there is no setting sever_name; did you mean server_name?");
  }

  @Test
  void anUnknownVariableIsRefusedWithTheNearestKnownOne() {
    assertThatThrownBy(() -> read(Map.of("PARVIS_REGISTRATON", "open")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("did you mean PARVIS_REGISTRATION?");
  }

  @ParameterizedTest
  @CsvSource({
    "PARVIS_PORT, 70000, port",
    "PARVIS_PORT, eighty, port",
    "PARVIS_REGISTRATION, ajar, registration",
    "PARVIS_ROOM_VERSION, 13, room_version",
    "PARVIS_TIME_ZONE, Paris, time_zone",
    "PARVIS_SERVER_NAME, a b, server_name",
    "PARVIS_UPLOAD_BYTES_MAX, much, upload_bytes_max",
    "PARVIS_PUBLIC_ADDRESS, parvis.example, public_address",
    "PARVIS_TLS_KEY, /key.pem, tls_certificate",
    "PARVIS_SUPPORT_MAIL, aide@a@b.example, support_mail",
    "PARVIS_RATE_LIMITS, maybe, rate_limits"
  })
  void aWrongValueIsRefusedByName(String variable, String value, String key) {
    assertThatThrownBy(() -> read(Map.of(variable, value)))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining(key);
  }

  @ParameterizedTest
  @CsvSource({
    "default, 6m, 'in days or hours, such as 180d or 12h, of 1h or more'",
    "default, 600m, in days or hours",
    "default, 0d, 1h or more",
    "min, 0h, 1h or more",
    "max, 0d, 1h or more",
    "max, 23h, retention_min or more",
    "default, 12h, retention_min or more",
    "default, 31d, retention_max or less"
  })
  void aRetentionThatWouldEmptyTheHouseIsRefused(String which, String value, String expected) {
    Map<String, String> wanted = new HashMap<>(Map.of("PARVIS_RETENTION", "on"));
    wanted.put("PARVIS_RETENTION_MAX", "30d");
    wanted.put("PARVIS_RETENTION_" + which.toUpperCase(Locale.ROOT), value);
    assertThatThrownBy(() -> read(wanted))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("retention_" + which)
        .hasMessageContaining(expected);
  }

  @Test
  void retentionWithinItsBoundsIsTaken() {
    Map<String, String> wanted = new HashMap<>(Map.of("PARVIS_RETENTION", "on"));
    wanted.put("PARVIS_RETENTION_DEFAULT", "1h");
    wanted.put("PARVIS_RETENTION_MIN", "");
    wanted.put("PARVIS_RETENTION_MAX", "1h");
    Duration hour = Duration.ofHours(1);
    assertThat(read(wanted).retention())
        .contains(new Config.Retention(Optional.of(hour), hour, Optional.of(hour)));
  }

  @Test
  void plainHttpToOtherMachinesIsToldWhatWillNotWork() {
    Config config =
        read(
            Map.of(
                "PARVIS_PUBLIC_ADDRESS",
                "http://parvis.example/",
                "PARVIS_SERVER_NAME",
                "parvis.example"));
    assertThat(config.warnings()).hasSize(1).first().asString().contains("notifications");
  }

  private Config read(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("PARVIS_DATA", data.toString());
    return Config.read(Options.NONE, all);
  }
}
