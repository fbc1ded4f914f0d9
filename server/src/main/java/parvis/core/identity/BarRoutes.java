package parvis.core.identity;

import static parvis.platform.http.Route.get;
import static parvis.platform.http.Route.put;

import java.util.List;
import parvis.platform.http.Call;
import parvis.platform.http.Reply;
import parvis.platform.http.Route;

/// Locking accounts and suspending them, which administrators do.
/// spec: cs-api#server-administration
final class BarRoutes {
  private static final String ADMIN = "/_matrix/client/v1/admin";

  private static final String LOCKED = "locked";
  private static final String SUSPENDED = "suspended";

  private final Administration administration;
  private final Bars bars;

  BarRoutes(Administration administration, Bars bars) {
    this.administration = administration;
    this.bars = bars;
  }

  List<Route> all() {
    return List.of(
        get(ADMIN + "/lock/{userId}", "Is an account locked", this::locked),
        put(ADMIN + "/lock/{userId}", "Lock an account or not", this::lock),
        get(ADMIN + "/suspend/{userId}", "Is an account suspended", this::suspended),
        put(ADMIN + "/suspend/{userId}", "Suspend an account or not", this::suspend));
  }

  private Reply locked(Call call) {
    return Reply.fields(LOCKED, bars.of(administration.subject(call).userNid()).locked());
  }

  private Reply suspended(Call call) {
    return Reply.fields(SUSPENDED, bars.of(administration.subject(call).userNid()).suspended());
  }

  private Reply lock(Call call) {
    Account account = administration.subject(call);
    boolean wanted = call.body().bool(LOCKED);
    bars.lock(account, wanted);
    return Reply.fields(LOCKED, wanted);
  }

  private Reply suspend(Call call) {
    Account account = administration.subject(call);
    boolean wanted = call.body().bool(SUSPENDED);
    bars.suspend(account, wanted);
    return Reply.fields(SUSPENDED, wanted);
  }
}
