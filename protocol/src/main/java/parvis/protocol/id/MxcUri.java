package parvis.protocol.id;

import java.util.Optional;

/// The address of media: `mxc://server/media-id`. The media id is checked against the whole
/// grammar, because both parts end up in paths.
///
/// spec: client-server-api#matrix-content-mxc-uris
public record MxcUri(String value) {
  private static final String SCHEME = "mxc://";

  public static Optional<MxcUri> parse(String text) {
    if (!text.startsWith(SCHEME) || !Grammar.fits(text)) return Optional.empty();
    int slash = text.indexOf('/', SCHEME.length());
    if (slash < 0 || !validMediaId(text.substring(slash + 1))) return Optional.empty();
    return ServerName.parse(text.substring(SCHEME.length(), slash)).map(_ -> new MxcUri(text));
  }

  public static Optional<MxcUri> of(ServerName server, String mediaId) {
    return parse(SCHEME + server.value() + "/" + mediaId);
  }

  public static boolean validMediaId(String text) {
    return !text.isEmpty() && Grammar.only(text, "-_");
  }

  public ServerName server() {
    return new ServerName(value.substring(SCHEME.length(), value.lastIndexOf('/')));
  }

  public String mediaId() {
    return value.substring(value.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return value;
  }
}
