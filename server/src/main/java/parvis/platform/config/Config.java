package parvis.platform.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;

/// What the operator decided, checked and typed; every part of it has a working default.
///
/// @param serverName what follows the colon in ids
/// @param data the folder of everything durable
/// @param host the address to listen on; empty for all
/// @param publicAddress what people open in the browser, without a slash at the end
/// @param reachableNetworks where servers may be asked that are not of the open internet
/// @param pushServiceNetworks likewise push services of browsers, which anybody may name
/// @param trustedAuthorities certificates in PEM that are believed beside the usual ones
/// @param databaseUrl an external PostgreSQL, or none for our own
/// @param registrationSecret for `/_synapse/admin/v1/register`
/// @param terms that are accepted by who makes an account
/// @param guests whether people may come without an account
/// @param directory who reads profiles and the list of published rooms
/// @param roomVersion of new rooms
/// @param passwordStrengthMin how hard to guess, as zxcvbn judges: 0 to 4
/// @param administratorsProveTwice whether who administers must have a second factor
/// @param peopleSearch whom a search for people finds
/// @param timeZone where the house is
/// @param presence whether people see who is there
/// @param uploadBytesTotal what one account may upload in all
/// @param openMedia whether media is given to those who are not signed in
/// @param heicConverter makes JPEG of HEIC photographs; absent: nothing does
/// @param linkPreviews whether pages are looked at that people link to
/// @param linkPreviewPorts where those are asked for; empty: at any port
/// @param turn what carries calls
/// @param mailServer by which mail is sent
/// @param supportMail of the people who run the server
/// @param supportPage that helps with it
/// @param policyServerKey of the policy server that has this server's name
/// @param retention absent: messages are kept for ever
/// @param applicationServices the folder of the registration files of application services
/// @param collector where the journals are sent, too
/// @param rateLimits whether they apply, those of a day too
/// @param demo whether this is the fictitious town hall
public record Config(
    String serverName,
    Path data,
    String host,
    int port,
    String publicAddress,
    Optional<Tls> tls,
    List<String> trustedProxies,
    List<String> reachableNetworks,
    List<String> pushServiceNetworks,
    Optional<Path> trustedAuthorities,
    Optional<String> databaseUrl,
    int databaseConnections,
    Registration registration,
    Optional<String> registrationSecret,
    Optional<Terms> terms,
    boolean guests,
    Directory directory,
    String roomVersion,
    int passwordCharsMin,
    int passwordStrengthMin,
    boolean administratorsProveTwice,
    PeopleSearch peopleSearch,
    ZoneId timeZone,
    boolean presence,
    long uploadBytesMax,
    long uploadBytesTotal,
    boolean openMedia,
    Optional<HeicConverter> heicConverter,
    boolean linkPreviews,
    Set<Integer> linkPreviewPorts,
    Optional<Turn> turn,
    Optional<MailServer> mailServer,
    Optional<Address> supportMail,
    Optional<String> supportPage,
    Optional<String> policyServerKey,
    Optional<Retention> retention,
    Path applicationServices,
    Optional<Collector> collector,
    boolean rateLimits,
    ADay aDay,
    LogLevel logLevel,
    LogFormat logFormat,
    boolean demo) {

  /// PEM files, when Parvis itself speaks TLS.
  public record Tls(Path certificate, Path key) {}

  /// Terms of use, and which of them.
  public record Terms(String address, String version) {}

  /// Who collects the journals.
  public record Collector(String host, int port, boolean tls, Format format) {
    /// How a line is written.
    public enum Format {
      SYSLOG,
      CEF
    }
  }

  /// How long rooms keep messages.
  ///
  /// @param standard of rooms that do not say it; absent: for ever
  /// @param least the shortest time that a room may say
  /// @param most the longest time of any room; absent: for ever
  public record Retention(Optional<Duration> standard, Duration least, Optional<Duration> most) {
    /// A shorter time is a slip: it would empty the house.
    static final Duration TIME_MIN = Duration.ofHours(1);

    /// How long a room keeps messages that wishes this; empty: for ever.
    public Optional<Duration> life(Optional<Duration> wish) {
      Optional<Duration> life =
          wish.map(time -> time.compareTo(least) < 0 ? least : time).or(() -> standard);
      return life.filter(time -> most.isEmpty() || time.compareTo(most.get()) <= 0).or(() -> most);
    }
  }

  /// Servers that carry calls, and the secret that they share with this one.
  public record Turn(List<String> addresses, String secret) {}

  /// A program that makes JPEG of HEIC photographs.
  ///
  /// @param named by whoever runs the server; else it was found on this machine
  public record HeicConverter(Path program, boolean named) {}

  /// A mail server that takes what Parvis sends.
  ///
  /// @param from the address that mails come from
  public record MailServer(
      String host, int port, Security security, Optional<Login> login, Address from) {
    /// How the connection is kept from others.
    public enum Security {
      /// It begins in the open; without TLS nothing is said.
      STARTTLS,
      TLS,
      NONE
    }

    /// How Parvis signs in there.
    public record Login(String user, String password) {}
  }

  /// What one account may do in a day, so that the house is not copied through it.
  ///
  /// @param people others that it looks up
  /// @param glances requests about rooms that it is not in
  public record ADay(long people, long glances, long downloadBytes, long uploads) {}

  /// What zxcvbn gives to what nobody guesses.
  private static final int PASSWORD_STRENGTH_MOST = 4;

  private static final long COUNT_MAX = 1_000_000_000;

  /// The name of the configuration inside the data folder.
  public static final String FILE = "parvis.conf";

  private static final int SECRET_CHARS_ADVISED = 32;
  private static final List<String> ROOM_VERSIONS = List.of("10", "11", "12");

  /// Reads the file of the data folder, the environment and the command line, in rising weight.
  public static Config read(Options options, Map<String, String> environment) {
    Settings first = new Settings();
    options.file().ifPresent(given -> readable(given, first));
    first.environment(environment).option(Setting.DATA, options.data());
    Path data = folder(first);
    Path file = options.file().orElse(data.resolve(FILE));
    Settings all = new Settings();
    if (Files.exists(file)) all.file(file);
    if (options.file().isEmpty() && all.isGiven(Setting.DATA) && !folder(all).equals(data))
      throw new StartRefused(
          file
              + " lies in the data folder and cannot name another one: start with --data "
              + folder(all)
              + ", or remove the line.");
    all.environment(environment);
    options.into(all);
    return of(all, data, options.demo());
  }

  private static void readable(Path file, Settings settings) {
    if (!Files.exists(file)) throw new StartRefused("There is no configuration at " + file + ".");
    settings.file(file);
  }

  private static Path folder(Settings settings) {
    return Path.of(settings.text(Setting.DATA)).toAbsolutePath().normalize();
  }

  private static Config of(Settings all, Path data, boolean demo) {
    int port = (int) all.number(Setting.PORT, 0, 65_535);
    Optional<Tls> tls = tls(all);
    return new Config(
        serverName(all),
        data,
        all.text(Setting.HOST),
        port,
        publicAddress(all, port, tls.isPresent()),
        tls,
        words(all.text(Setting.TRUSTED_PROXIES)),
        words(all.text(Setting.REACHABLE_NETWORKS)),
        words(all.text(Setting.PUSH_SERVICE_NETWORKS)),
        all.optional(Setting.TRUSTED_AUTHORITIES).map(Path::of),
        all.optional(Setting.DATABASE_URL),
        (int) all.number(Setting.DATABASE_CONNECTIONS, 4, 500),
        all.choice(Setting.REGISTRATION, Registration.class),
        all.optional(Setting.REGISTRATION_SECRET),
        terms(all),
        all.flag(Setting.GUESTS),
        all.choice(Setting.DIRECTORY, Directory.class),
        roomVersion(all),
        (int) all.number(Setting.PASSWORD_LENGTH, 1, 128),
        (int) all.number(Setting.PASSWORD_STRENGTH, 0, PASSWORD_STRENGTH_MOST),
        all.flag(Setting.ADMINISTRATORS_SECOND_FACTOR),
        all.choice(Setting.PEOPLE_SEARCH, PeopleSearch.class),
        timeZone(all),
        all.flag(Setting.PRESENCE),
        all.bytes(Setting.UPLOAD_BYTES_MAX),
        all.bytes(Setting.UPLOAD_BYTES_TOTAL),
        all.flag(Setting.OPEN_MEDIA),
        heicConverter(all),
        all.flag(Setting.LINK_PREVIEWS),
        ports(all, Setting.LINK_PREVIEW_PORTS),
        turn(all),
        mailServer(all),
        address(all, Setting.SUPPORT_MAIL),
        all.optional(Setting.SUPPORT_PAGE),
        policyServerKey(all),
        retention(all),
        data.resolve(all.text(Setting.APPLICATION_SERVICES)),
        collector(all),
        all.flag(Setting.RATE_LIMITS),
        new ADay(
            all.number(Setting.PEOPLE_A_DAY, 1, COUNT_MAX),
            all.number(Setting.GLANCES_A_DAY, 1, COUNT_MAX),
            all.bytes(Setting.DOWNLOAD_BYTES_A_DAY),
            all.number(Setting.UPLOADS_A_DAY, 1, COUNT_MAX)),
        all.choice(Setting.LOG_LEVEL, LogLevel.class),
        all.choice(Setting.LOG_FORMAT, LogFormat.class),
        demo);
  }

  private static String serverName(Settings all) {
    String name = all.text(Setting.SERVER_NAME);
    if (ServerName.parse(name).isEmpty())
      throw all.wrong(Setting.SERVER_NAME, "a domain name, with a port if need be");
    return name;
  }

  private static ZoneId timeZone(Settings all) {
    try {
      return ZoneId.of(all.text(Setting.TIME_ZONE));
    } catch (DateTimeException _) {
      throw all.wrong(Setting.TIME_ZONE, "a zone of time such as Europe/Paris");
    }
  }

  private static String roomVersion(Settings all) {
    String version = all.text(Setting.ROOM_VERSION);
    if (!ROOM_VERSIONS.contains(version)) throw all.wrong(Setting.ROOM_VERSION, "10, 11 or 12");
    return version;
  }

  private static String publicAddress(Settings all, int port, boolean tls) {
    Optional<String> given = all.optional(Setting.PUBLIC_ADDRESS);
    if (given.isEmpty()) return (tls ? "https" : "http") + "://localhost:" + port;
    try {
      URI uri = new URI(given.get());
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
      if (web && uri.getHost() != null && bare && uri.getRawQuery() == null)
        return uri.getScheme() + "://" + uri.getRawAuthority();
    } catch (URISyntaxException _) {
      throw all.wrong(Setting.PUBLIC_ADDRESS, "an address such as https://parvis.ville.example");
    }
    throw all.wrong(Setting.PUBLIC_ADDRESS, "an address such as https://parvis.ville.example");
  }

  private static Optional<Tls> tls(Settings all) {
    Optional<Path> certificate = all.optional(Setting.TLS_CERTIFICATE).map(Path::of);
    Optional<Path> key = all.optional(Setting.TLS_KEY).map(Path::of);
    if (certificate.isPresent() != key.isPresent())
      throw new StartRefused("tls_certificate and tls_key belong together: give both or none.");
    if (certificate.isEmpty() || key.isEmpty()) return Optional.empty();
    for (Path file : List.of(certificate.get(), key.get()))
      if (!Files.isReadable(file)) throw new StartRefused("The file " + file + " cannot be read.");
    return Optional.of(new Tls(certificate.get(), key.get()));
  }

  /// What libheif calls its program, since version 1.19 and before.
  private static final List<String> HEIC_CONVERTERS = List.of("heif-dec", "heif-convert");

  private static Optional<HeicConverter> heicConverter(Settings all) {
    String given = all.text(Setting.HEIC_CONVERTER);
    return switch (given) {
      case "off" -> Optional.empty();
      case "auto" -> onPath(HEIC_CONVERTERS).map(program -> new HeicConverter(program, false));
      default -> {
        Path program = Path.of(given);
        if (!program.isAbsolute() || !isProgram(program))
          throw all.wrong(Setting.HEIC_CONVERTER, "auto, off, or the path of a program");
        yield Optional.of(new HeicConverter(program, true));
      }
    };
  }

  /// The first of some programs that this machine has.
  private static Optional<Path> onPath(List<String> names) {
    List<String> folders =
        List.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":"));
    return names.stream()
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder).resolve(name)))
        .filter(Path::isAbsolute)
        .filter(Config::isProgram)
        .findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static Optional<Turn> turn(Settings all) {
    List<String> addresses = words(all.text(Setting.TURN_ADDRESSES));
    Optional<String> secret = all.optional(Setting.TURN_SECRET);
    if (addresses.isEmpty() == secret.isPresent())
      throw new StartRefused("turn_addresses and turn_secret belong together: give both or none.");
    for (String address : addresses)
      if (!address.startsWith("turn:") && !address.startsWith("turns:"))
        throw all.wrong(Setting.TURN_ADDRESSES, "addresses that begin with turn: or turns:");
    return secret.map(word -> new Turn(addresses, word));
  }

  private static Optional<String> policyServerKey(Settings all) {
    Optional<String> key = all.optional(Setting.POLICY_SERVER_KEY);
    if (key.filter(text -> !text.matches("[A-Za-z0-9+/_-]{43}")).isPresent())
      throw all.wrong(Setting.POLICY_SERVER_KEY, "the 43 characters of a public key in base64");
    return key;
  }

  private static Optional<Terms> terms(Settings all) {
    Optional<String> address = all.optional(Setting.TERMS);
    if (address.filter(text -> !text.matches("https?://[^\\s\"<>]+")).isPresent())
      throw all.wrong(Setting.TERMS, "an address such as https://ville.example/conditions");
    return address.map(text -> new Terms(text, all.text(Setting.TERMS_VERSION)));
  }

  private static Optional<Retention> retention(Settings all) {
    if (!all.flag(Setting.RETENTION)) return Optional.empty();
    Optional<Duration> standard = all.time(Setting.RETENTION_DEFAULT, Retention.TIME_MIN);
    Duration least = all.time(Setting.RETENTION_MIN, Retention.TIME_MIN).orElse(Retention.TIME_MIN);
    Optional<Duration> most = all.time(Setting.RETENTION_MAX, Retention.TIME_MIN);
    if (most.filter(time -> time.compareTo(least) < 0).isPresent())
      throw all.wrong(Setting.RETENTION_MAX, "retention_min or more");
    if (standard.filter(time -> time.compareTo(least) < 0).isPresent())
      throw all.wrong(Setting.RETENTION_DEFAULT, "retention_min or more");
    if (most.isPresent() && standard.filter(time -> time.compareTo(most.get()) > 0).isPresent())
      throw all.wrong(Setting.RETENTION_DEFAULT, "retention_max or less");
    return Optional.of(new Retention(standard, least, most));
  }

  private static Optional<Collector> collector(Settings all) {
    Optional<String> given = all.optional(Setting.COLLECTOR);
    Collector.Format format = all.choice(Setting.COLLECTOR_FORMAT, Collector.Format.class);
    if (given.isEmpty()) return Optional.empty();
    try {
      URI uri = new URI(given.get());
      boolean tls = "tls".equals(uri.getScheme());
      boolean bare = uri.getRawPath().isEmpty() && uri.getRawUserInfo() == null;
      if ((tls || "tcp".equals(uri.getScheme()))
          && bare
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getPort() <= 65_535)
        return Optional.of(new Collector(uri.getHost(), uri.getPort(), tls, format));
    } catch (URISyntaxException _) {
      throw all.wrong(Setting.COLLECTOR, "an address such as tls://journal.ville.example:6514");
    }
    throw all.wrong(Setting.COLLECTOR, "an address such as tls://journal.ville.example:6514");
  }

  private static Optional<MailServer> mailServer(Settings all) {
    Optional<String> host = all.optional(Setting.MAIL_HOST);
    Optional<String> user = all.optional(Setting.MAIL_USER);
    Optional<String> password = all.optional(Setting.MAIL_PASSWORD);
    Optional<Address> from = address(all, Setting.MAIL_FROM);
    if (user.isPresent() != password.isPresent())
      throw new StartRefused("mail_user and mail_password belong together: give both or none.");
    if (host.isEmpty()) return Optional.empty();
    if (host.filter(name -> ServerName.parse(name).isEmpty() || name.contains(":")).isPresent())
      throw all.wrong(Setting.MAIL_HOST, "the name of a mail server such as smtp.ville.example");
    if (from.isEmpty())
      throw new StartRefused("mail_host needs mail_from: the address that mails come from.");
    return Optional.of(
        new MailServer(
            host.get(),
            (int) all.number(Setting.MAIL_PORT, 1, 65_535),
            all.choice(Setting.MAIL_SECURITY, MailServer.Security.class),
            user.map(name -> new MailServer.Login(name, password.orElseThrow())),
            from.get()));
  }

  private static Optional<Address> address(Settings all, Setting setting) {
    Optional<String> given = all.optional(setting);
    Optional<Address> address = given.flatMap(Address::parse);
    if (address.isPresent() != given.isPresent())
      throw all.wrong(setting, "an e-mail address such as aide@ville.example");
    return address;
  }

  private static Set<Integer> ports(Settings all, Setting setting) {
    List<String> ports = words(all.text(setting));
    if (ports.equals(List.of("any"))) return Set.of();
    if (ports.isEmpty() || !ports.stream().allMatch(Config::isPort))
      throw all.wrong(setting, "ports from 1 to 65535, separated by commas, or any");
    return ports.stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
  }

  private static boolean isPort(String text) {
    return text.matches("[1-9][0-9]{0,4}") && Integer.parseInt(text) <= 65_535;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /// Sentences about what will not work the way this is set up.
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    URI address = URI.create(publicAddress);
    if ("http".equals(address.getScheme()) && !isLoopback(address.getHost()))
      warnings.add(
          publicAddress
              + " is plain HTTP: passwords and messages travel readable, and browsers switch off"
              + " installing the application, working offline, notifications, copying, camera,"
              + " microphone and end-to-end encryption. Put TLS in front, or set tls_certificate.");
    if (serverName.equals("localhost") && !isLoopback(address.getHost()))
      warnings.add("server_name is localhost and can never be changed later: set your domain.");
    if (registrationSecret.filter(secret -> secret.length() < SECRET_CHARS_ADVISED).isPresent())
      warnings.add(
          "registration_secret is short: whoever guesses it makes administrators; use "
              + SECRET_CHARS_ADVISED
              + " random characters.");
    if (mailServer
        .filter(mail -> mail.security() == MailServer.Security.NONE)
        .filter(mail -> !isLoopback(mail.host()))
        .isPresent())
      warnings.add(
          "mail_security is none: mails, and the codes in them, travel readable to mail_host.");
    return warnings;
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("127.0.0.1")
        || host.equals("[::1]");
  }

  /// Leaves a commented file in a new data folder, in which every line is a default.
  public void writeFileWhenMissing() {
    Path file = data.resolve(FILE);
    if (Files.exists(file)) return;
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, commented());
    } catch (IOException e) {
      throw new StartRefused("The data folder " + data + " cannot be written.");
    }
  }

  /// The configuration with every setting at its default, commented out.
  public static String commented() {
    StringBuilder text = new StringBuilder();
    text.append("# The configuration of Parvis. Remove the # before a line to change it, then\n");
    text.append("# start Parvis again. An environment variable PARVIS_… of the same name wins.\n");
    for (Setting setting : Setting.values()) text.append('\n').append(setting.comment());
    return text.toString();
  }
}
