package parvis.platform.config;

import java.nio.file.Path;
import java.util.Optional;

/// What was said on the command line; empty where nothing was.
public record Options(
    Optional<Path> file,
    Optional<String> data,
    Optional<String> port,
    Optional<String> serverName,
    Optional<String> publicAddress,
    Optional<String> databaseUrl,
    Optional<String> registration,
    boolean noLimits,
    boolean demo) {

  /// Nothing said.
  public static final Options NONE =
      new Options(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          false);

  void into(Settings settings) {
    settings.option(Setting.DATA, data);
    settings.option(Setting.PORT, port);
    settings.option(Setting.SERVER_NAME, serverName);
    settings.option(Setting.PUBLIC_ADDRESS, publicAddress);
    settings.option(Setting.DATABASE_URL, databaseUrl);
    settings.option(Setting.REGISTRATION, registration);
    settings.option(Setting.RATE_LIMITS, noLimits ? Optional.of("off") : Optional.empty());
  }
}
