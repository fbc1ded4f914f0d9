package parvis.core.moderation;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.base.Language;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.rooms.Rooms;
import parvis.core.rooms.Writing;
import parvis.platform.db.Db;
import parvis.protocol.id.RoomId;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonArray;
import parvis.protocol.json.JsonObject;
import parvis.protocol.room.Membership;

/// What the server itself tells people, because an administrator wants it to: one room for each
/// person, in which nobody answers.
/// spec: cs-api#server-notices
public final class ServerNotices {
  private static final Spoken NAME = new Spoken("Avis du serveur", "Notices of the server");

  /// What nobody has a level for who is in the room.
  private static final long LISTENER = -10;

  private final Db db;
  private final LongSupplier nids;
  private final Accounts accounts;
  private final Rooms rooms;
  private final Writing writing;
  private final ModerationFeature.Tagging tagging;
  private final NoticeStore store = new NoticeStore();

  /// One notice at a time, so that nobody gets two rooms.
  private final ReentrantLock turn = new ReentrantLock();

  ServerNotices(
      Db db,
      LongSupplier nids,
      Accounts accounts,
      Rooms rooms,
      Writing writing,
      ModerationFeature.Tagging tagging) {
    this.db = db;
    this.nids = nids;
    this.accounts = accounts;
    this.rooms = rooms;
    this.writing = writing;
    this.tagging = tagging;
  }

  /// What is to be told.
  ///
  /// @param stateKey absent: a message
  record Notice(UserId to, String type, Optional<String> stateKey, JsonObject content) {}

  /// Has the server of somebody tell them something, once by that name, in the language in which
  /// they read.
  ///
  /// @param about what programs read of it; its `lang` is the language, where it is told in one
  /// @param once what it is about, so that it is told once
  /// @throws Refused notFound when there is no such account
  public void tell(UserId to, Spoken words, JsonObject about, String once) {
    var reader = accounts.find(to).flatMap(account -> accounts.language(account.userNid()));
    var lang = words.only(reader).map(Language::code);
    var content =
        JsonObject.of(
            "msgtype",
            "m.text",
            "body",
            words.to(reader),
            "fr.parvis.notice",
            lang.map(code -> about.with("lang", code)).orElse(about));
    send(to.server(), new Notice(to, "m.room.message", Optional.empty(), content), once);
  }

  /// Answers the event's id; the first one, when the administrator's session used `txn` before.
  /// @throws Refused notFound when the administrator's server has no such account
  String send(Actor admin, Notice notice, Optional<String> txn) {
    var called = admin.scope() + " " + txn.orElseGet(() -> "once " + nids.getAsLong());
    return send(admin.user().server(), notice, called);
  }

  private String send(ServerName server, Notice notice, String called) {
    var to =
        accounts
            .find(notice.to())
            .filter(Account::active)
            .filter(account -> account.user().server().equals(server))
            .map(ServerNotices::actor)
            .orElseThrow(() -> Refused.notFound("There is nobody of that name here."));
    turn.lock();
    try {
      var self = actor(accounts.ofServer(server));
      var room = room(self, to);
      var none = OptionalLong.empty();
      return notice.stateKey().isEmpty()
          ? writing.send(self, room, notice.type(), notice.content(), called, none)
          : writing.state(
              self, room, notice.type(), notice.stateKey().get(), notice.content(), none);
    } finally {
      turn.unlock();
    }
  }

  private static Actor actor(Account account) {
    return new Actor(account.user(), account.userNid(), "", 0, 0, false);
  }

  /// The room of one person, who is in it or invited.
  private RoomId room(Actor self, Actor to) {
    var known = db.read(tx -> store.find(tx, to.userNid()));
    if (known.isEmpty()) {
      return make(self, to);
    }
    var room = rooms.find(known.get()).orElseThrow(Refused::notFound);
    var here =
        room.published()
            .state()
            .membership(to.user())
            .filter(m -> m == Membership.JOIN || m == Membership.INVITE);
    if (here.isEmpty()) {
      writing.invite(self, room.id(), to.user(), OptionalLong.empty());
    }
    return room.id();
  }

  private RoomId make(Actor self, Actor to) {
    var wish =
        JsonObject.of(
            "preset",
            "private_chat",
            "name",
            NAME.in(accounts.language(to.userNid()).orElse(Language.FRENCH)),
            "invite",
            JsonArray.of(to.user().value()),
            "creation_content",
            JsonObject.of("m.federate", false),
            "power_level_content_override",
            JsonObject.of("users_default", LISTENER));
    var room = writing.create(self, wish, OptionalLong.empty());
    db.write(tx -> store.put(tx, to.userNid(), room.value()));
    tagging.tag(to, rooms.find(room.value()).orElseThrow().nid());
    return room;
  }
}
