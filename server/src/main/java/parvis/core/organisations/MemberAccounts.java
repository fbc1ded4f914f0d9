package parvis.core.organisations;

import java.util.Optional;
import java.util.function.BiConsumer;
import parvis.base.Actor;
import parvis.base.Refused;
import parvis.core.identity.Account;
import parvis.core.identity.Accounts;
import parvis.core.identity.Administration;
import parvis.core.identity.Bars;
import parvis.core.identity.Devices;
import parvis.core.organisations.Organisations.Right;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.http.Body;
import parvis.protocol.id.UserId;

/// What the administrators of an organisation do with the accounts of its agents: keep them quiet,
/// sign them out, end them. Who runs the server does it with who is of no organisation. Each deed
/// stands in the journal by the transaction that does it.
final class MemberAccounts {
  private final Db db;
  private final Organisations organisations;
  private final PostStore posts;
  private final Journal journal;
  private final Members members;
  private final Accounts accounts;
  private final Bars bars;
  private final Devices devices;

  MemberAccounts(
      Db db,
      Organisations organisations,
      PostStore posts,
      Journal journal,
      Members members,
      Accounts accounts,
      Bars bars,
      Devices devices) {
    this.db = db;
    this.organisations = organisations;
    this.posts = posts;
    this.journal = journal;
    this.members = members;
    this.accounts = accounts;
    this.bars = bars;
    this.devices = devices;
  }

  /// Has somebody read and write no more, or lets them again.
  ///
  /// @throws Refused as [#deed]
  void suspend(Actor actor, Optional<String> id, UserId member, boolean suspended) {
    var deed = deed(actor, id, member, suspended ? "suspend account" : "lift suspension");
    bars.suspend(deed.account(), suspended, deed::isNoted);
  }

  /// Ends all sessions of somebody.
  ///
  /// @throws Refused as [#deed]
  void signOut(Actor actor, Optional<String> id, UserId member) {
    var deed = deed(actor, id, member, "sign out account");
    devices.removeAll(member, deed.account().userNid(), deed::isNoted);
  }

  /// Ends somebody's account for ever; what they wrote stays, and their rooms get who succeeds
  /// them: whom the actor names, else whom the rule does.
  ///
  /// @param wish who takes over which place
  /// @throws Refused as [#deed], and as [Accounts.Handover]
  void end(Actor actor, Optional<String> id, UserId member, Body wish) {
    var deed = deed(actor, id, member, "end account");
    var going = Administration.as(deed.account());
    db.write(deed::require);
    accounts
        .handover(actor, going, id, wish)
        .accept(() -> accounts.deactivate(going, false, deed::isNoted));
  }

  /// Refuses who may not decide on somebody's account.
  ///
  /// @throws Refused as [#deed]
  void require(Actor actor, Optional<String> id, UserId member) {
    var deed = deed(actor, id, member, "");
    db.write(deed::require);
  }

  /// Does something with somebody's account.
  ///
  /// @param name by which the journal calls it
  /// @throws Refused as [#deed]
  void decide(
      Actor actor, Optional<String> id, UserId member, String name, BiConsumer<Tx, Account> work) {
    var deed = deed(actor, id, member, name);
    db.write(
        tx -> {
          work.accept(tx, deed.account());
          return deed.isNoted(tx);
        });
  }

  /// What is to be done with an account.
  ///
  /// @param organisation whose agent they are; absent: nobody's
  /// @param server nid
  /// @param line of the journal
  private record Deed(
      MemberAccounts of,
      Actor actor,
      Optional<String> organisation,
      long server,
      long line,
      Account account,
      String name) {

    /// Looks again whether it may be done, and notes it, in the transaction that does it. A second
    /// factor was asked for a moment ago.
    boolean isNoted(Tx tx) {
      var in = require(tx);
      var about = account.user().value();
      of.journal.note(tx, line, server, in, actor, name, about);
      return true;
    }

    /// The nid of the organisation in which it is done.
    private Optional<Long> require(Tx tx) {
      var post = of.posts.held(tx, account.userNid());
      if (organisation.isEmpty()) {
        if (post.isPresent()) {
          throw Refused.notFound();
        }
        return Optional.empty();
      }
      var right = Right.ADMINISTER;
      var o = of.organisations.allowed(tx, server, actor, organisation.get(), right, true);
      var role = post.filter(now -> now.isAgentOf(o.nid())).orElseThrow(Refused::notFound).role();
      if (role == Role.ADMINISTRATOR && !actor.admin()) {
        throw Refused.forbidden("Who administers the organisation ceases to do so first");
      }
      return Optional.of(o.nid());
    }
  }

  /// @throws Refused notFound when they are no agents of the organisation, forbidden when the actor
  ///     does not administer it, and for oneself, whoever administers, and programs
  private Deed deed(Actor actor, Optional<String> id, UserId member, String name) {
    organisations.requireIn(actor, id);
    if (member.equals(actor.user())) {
      throw Refused.forbidden("Nobody decides on themselves");
    }
    var _ = members.eligible(actor, member);
    var account = accounts.find(member).filter(Account::active).orElseThrow(Refused::notFound);
    return new Deed(this, actor, id, organisations.server(actor), journal.next(), account, name);
  }
}
