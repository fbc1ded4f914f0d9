package parvis.core.moderation;

import static parvis.platform.http.Route.post;
import static parvis.platform.http.Route.put;

import java.util.Optional;
import parvis.base.Refused;
import parvis.core.identity.Administration;
import parvis.platform.http.Call;
import parvis.platform.http.RateClass;
import parvis.platform.http.Reply;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;

/// Having the server tell somebody something, as tools for Synapse do.
final class NoticeRoutes {
  private static final String NOTICE = "/_synapse/admin/v1/send_server_notice";
  private static final String TYPE = "m.room.message";

  private final ServerNotices notices;

  NoticeRoutes(ServerNotices notices) {
    this.notices = notices;
  }

  Routes table() {
    return Routes.of(
        post(NOTICE, "Have the server tell somebody something", this::send)
            .costs(RateClass.MESSAGE),
        put(NOTICE + "/{txnId}", "Have the server tell somebody something", this::sendOnce)
            .costs(RateClass.MESSAGE));
  }

  private Reply send(Call call) {
    return send(call, Optional.empty());
  }

  private Reply sendOnce(Call call) {
    return send(call, Optional.of(call.path("txnId")));
  }

  private Reply send(Call call, Optional<String> txn) {
    var admin = Administration.by(call);
    var body = call.body();
    var to =
        UserId.parse(body.string("user_id"))
            .orElseThrow(() -> Refused.invalidParam("user_id is the id of a person."));
    var notice =
        new ServerNotices.Notice(
            to,
            body.optionalString("type").orElse(TYPE),
            body.optionalString("state_key"),
            body.object("content"));
    return Reply.fields("event_id", notices.send(admin, notice, txn));
  }
}
