package parvis.platform.watch;

import static parvis.platform.http.Route.get;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import parvis.base.Refused;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;

/// The three addresses that machines ask: whether we live, whether we work, and how much.
///
/// Figures tell how busy a town hall is, so they are given to callers on this machine and in
/// private networks alone; a proxy passes the address of the real caller on.
public final class WatchRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private final Watch watch;

  public WatchRoutes(Watch watch) {
    this.watch = watch;
  }

  public Routes routes() {
    return Routes.of(
        get("/health/live", "Say that the process runs", this::live).open().costs(RateClass.FREE),
        get("/health/ready", "Say whether it can work", this::ready).open().costs(RateClass.FREE),
        get("/metrics", "Tell the figures", this::metrics).open().costs(RateClass.FREE));
  }

  private Reply live(Call call) {
    return Reply.fields("status", "live");
  }

  private Reply ready(Call call) {
    List<String> missing = watch.missing();
    return missing.isEmpty()
        ? Reply.fields("status", "ready")
        : Reply.json(
            503, JsonObject.of("status", "not ready", "missing", JsonArray.of(missing.toArray())));
  }

  private Reply metrics(Call call) {
    if (!isNear(call.remoteAddress()) || isPassedOn(call)) throw Refused.notFound();
    return Reply.bytes(200, PROMETHEUS, List.of(watch.scrape().getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean isNear(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed.isLoopbackAddress() || parsed.isSiteLocalAddress() || isUniqueLocal(parsed);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// A private network of IPv6, fc00::/7.
  private static boolean isUniqueLocal(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
  }

  /// Whether a proxy that is not among the trusted ones asks for somebody it cannot vouch for.
  private static boolean isPassedOn(Call call) {
    return call.header("X-Forwarded-For")
        .filter(passed -> !passed.contains(call.remoteAddress()))
        .isPresent();
  }
}
