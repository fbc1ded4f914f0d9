package parvis.platform.config;

import java.util.Locale;
import java.util.Optional;

/// Everything an operator can decide; its name in lower case is the key in `parvis.conf`.
///
/// `PARVIS_` and the name is the environment variable. A setting without a default is off.
enum Setting {
  SERVER_NAME(
      "localhost",
      "The name behind the colon of every user and room (@name:HERE). It can never be changed.",
      "A domain that belongs to you; localhost is for trying out."),
  DATA("data", "The folder that holds everything: database, files, this configuration."),
  HOST("", "The network address to listen on: all of this machine's when empty."),
  PORT("8008", "The port to listen on."),
  PUBLIC_ADDRESS(
      "",
      "The address people open in the browser, such as https://parvis.ville.example.",
      "When empty: http://localhost and the port."),
  TLS_CERTIFICATE(
      "",
      "A certificate chain in PEM, when Parvis itself speaks TLS and no proxy does it.",
      "It is read again when the file changes."),
  TLS_KEY("", "The private key of that certificate, in PEM."),
  TRUSTED_PROXIES(
      "127.0.0.1, ::1",
      "Addresses of proxies whose X-Forwarded-For header is believed, separated by commas."),
  REACHABLE_NETWORKS(
      "",
      "Networks of yours, such as 10.1.2.0/24, in which Parvis may ask servers that people name",
      "(push gateways, linked pages); separated by commas. When empty: servers of the open internet"
          + " alone."),
  PUSH_SERVICE_NETWORKS(
      "",
      "Networks of yours in which Parvis may ask push services of browsers, which anybody who has an",
      "account may name; separated by commas. When empty: those of the open internet alone."),
  TRUSTED_AUTHORITIES(
      "",
      "Certificates in PEM that Parvis believes when it asks such servers or sends mail, beside the"
          + " usual."),
  DATABASE_URL(
      "",
      "An external PostgreSQL 15 to 18: postgresql://user:password@host:5432/name.",
      "When empty, Parvis runs its own inside the data folder."),
  DATABASE_CONNECTIONS("12", "The most connections to the database at the same time."),
  REGISTRATION(
      "closed",
      "Who may make an account: closed, invitation, token or open.",
      "An administrator changes it later in the web client."),
  REGISTRATION_SECRET(
      "",
      "A secret with which scripts make accounts (/_synapse/admin/v1/register); off when empty."),
  TERMS(
      "",
      "The address of terms of use that one accepts when one makes an account; none when empty."),
  TERMS_VERSION("1", "Their version, told to clients beside the address."),
  GUESTS(
      "off",
      "Whether people may come as guests, without an account: on or off. Guests read rooms that are"
          + " open",
      "to the world and enter those that let guests in; nothing else. Who is not seen for 30 days"
          + " is gone."),
  DIRECTORY(
      "members",
      "Who may read people's profiles, the list of open rooms and what rooms say at their door:",
      "members (who is signed in) or everyone."),
  ROOM_VERSION("12", "The version of new rooms: 10, 11 or 12."),
  PASSWORD_LENGTH("8", "How many characters a password has at least."),
  PASSWORD_STRENGTH(
      "2",
      "How hard a new password is to guess at least, from 0 to 4, as zxcvbn judges: 2 takes some 10^6",
      "tries or more."),
  ADMINISTRATORS_SECOND_FACTOR(
      "on",
      "Whether who administers this house or an organisation must give a second factor to sign in:",
      "on or off. Off is for trying out: one stolen password then administers."),
  PEOPLE_SEARCH(
      "everyone",
      "Whom a search for people finds: everyone with an account, or acquaintances: those in rooms",
      "that are open to all, and in rooms one shares with them."),
  TIME_ZONE(
      "Europe/Paris",
      "Where the house is: its days begin and end there, also those of invitations and letters, and",
      "its mornings, in which people are told what is due. Such as Europe/Paris or Indian/Reunion."),
  PRESENCE(
      "off",
      "Whether people see who of those in their rooms is there, idle or away: on or off.",
      "Nothing of it is kept."),
  UPLOAD_BYTES_MAX("100MB", "The largest file that may be uploaded; units kB, MB, GB."),
  UPLOAD_BYTES_TOTAL(
      "20GB", "How much one account may upload in all; what it has uploaded is never removed."),
  OPEN_MEDIA(
      "off",
      "Whether whoever knows the address of a file gets it without signing in, as clients of 2024",
      "expected it: on or off."),
  HEIC_CONVERTER(
      "auto",
      "The program that makes a JPEG of a photograph of a telephone (HEIC) for browsers that cannot",
      "read it: auto takes heif-dec or heif-convert of libheif, where this machine has it (on Debian:",
      "apt install libheif-examples) and can shut it off from all else; or the path of a program that is",
      "called like them, which is not shut off; or off."),
  LINK_PREVIEWS(
      "off",
      "Whether Parvis looks at pages that people link to, for clients that show what they are",
      "about: on or off. The servers of those pages then see Parvis ask."),
  LINK_PREVIEW_PORTS(
      "80, 443", "With link_previews: the ports that are asked, separated by commas, or any."),
  TURN_ADDRESSES(
      "",
      "Servers that carry calls through firewalls, such as turn:turn.ville.example?transport=udp,",
      "separated by commas; none when empty."),
  TURN_SECRET("", "The secret that they share with Parvis (static-auth-secret of coturn)."),
  MAIL_HOST(
      "",
      "The mail server by which Parvis sends mail, such as smtp.ville.example. When empty, mails lie",
      "in the folder mail of the data folder, and administrators read them in the web client."),
  MAIL_PORT("587", "Its port: 587 with starttls, 465 with tls, as a rule."),
  MAIL_SECURITY(
      "starttls",
      "How the connection to it is kept from others: starttls or tls, its certificate being checked;",
      "or none, for a mail server on this machine or in a network of its own."),
  MAIL_USER("", "The name by which Parvis signs in there, if it must."),
  MAIL_PASSWORD("", "The password to that name."),
  MAIL_FROM("", "The address that mails come from, such as parvis@ville.example."),
  SUPPORT_MAIL("", "The address of the people who run this server, told to who asks for it."),
  SUPPORT_PAGE("", "A page that helps with this server, such as https://aide.ville.example."),
  POLICY_SERVER_KEY(
      "",
      "The public key (ed25519, unpadded base64) of the policy server that has this server's name;",
      "none when empty."),
  RETENTION(
      "off",
      "Whether messages are kept for a time only, as rooms say (m.room.retention): on or off.",
      "What is over is hidden within the hour, by whomever it was said, and wiped in seven days."),
  RETENTION_DEFAULT(
      "",
      "With retention: how long rooms keep messages that do not say it, such as 365d or 48h;",
      "from retention_min to retention_max; for ever when empty."),
  RETENTION_MIN("1d", "With retention: the shortest time that a room may say, 1h or more."),
  RETENTION_MAX("", "With retention: the longest time, whatever a room says; none when empty."),
  APPLICATION_SERVICES(
      "application_services",
      "A folder with the registration files (YAML) of application services, such as bridges to other",
      "networks; inside the data folder unless it begins with /. It is read again when it changes."),
  RATE_LIMITS("on", "Whether one account or address may send only so much: on or off."),
  PEOPLE_A_DAY("2000", "With rate_limits: how many others one account may look up in a day."),
  GLANCES_A_DAY(
      "2000", "With rate_limits: how often one account may read in rooms it is not in, in a day."),
  DOWNLOAD_BYTES_A_DAY(
      "20GB", "With rate_limits: how much media one account may download in a day."),
  UPLOADS_A_DAY("2000", "With rate_limits: how many files one account may upload in a day."),
  COLLECTOR(
      "",
      "Where the journals of deeds and accesses are sent, too, over TCP: such as",
      "tls://journal.ville.example:6514 or, in a network of its own, tcp://10.1.2.3:601; nowhere",
      "when empty."),
  COLLECTOR_FORMAT(
      "syslog", "How they are written there: syslog (RFC 5424) or cef, inside of syslog."),
  LOG_LEVEL("info", "What is logged: error, warn, info or debug."),
  LOG_FORMAT("plain", "How it is logged: plain for people, json for collectors.");

  static final String PREFIX = "PARVIS_";
  private final String standard;
  private final String sentences;

  Setting(String standard, String... sentences) {
    this.standard = standard;
    this.sentences = "# " + String.join("\n# ", sentences) + "\n";
  }

  /// The name in the file and in sentences.
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String variable() {
    return PREFIX + name();
  }

  String standard() {
    return standard;
  }

  /// The lines that explain it in the file.
  String comment() {
    return sentences + "#" + key() + " = " + standard + "\n";
  }

  static Optional<Setting> of(String key) {
    for (Setting setting : values()) if (setting.key().equals(key)) return Optional.of(setting);
    return Optional.empty();
  }

  /// The setting whose key needs the fewest changes of a letter to become this one.
  static Setting nearest(String key) {
    Setting nearest = SERVER_NAME;
    int least = Integer.MAX_VALUE;
    for (Setting setting : values()) {
      int distance = distance(key, setting.key());
      if (distance < least) {
        least = distance;
        nearest = setting;
      }
    }
    return nearest;
  }

  /// Levenshtein's distance; keys of foreign files are cut, so the work is bounded.
  private static int distance(String left, String right) {
    String from = left.substring(0, Math.min(left.length(), 64));
    int[] previous = new int[right.length() + 1];
    for (int j = 0; j < previous.length; j++) previous[j] = j;
    for (int i = 1; i <= from.length(); i++) {
      int[] current = new int[right.length() + 1];
      current[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int swap = previous[j - 1] + (from.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(swap, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[right.length()];
  }
}
