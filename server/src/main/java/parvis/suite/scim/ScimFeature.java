package parvis.suite.scim;

import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import parvis.base.Actor;
import parvis.core.identity.Accounts;
import parvis.core.identity.Bars;
import parvis.core.identity.Newcomers;
import parvis.core.identity.OwnerProof;
import parvis.core.identity.Profiles;
import parvis.core.identity.Secrets;
import parvis.core.identity.Servers;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.Db;
import parvis.platform.http.RateLimits;
import parvis.platform.http.Routes;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// The wiring of SCIM.
public final class ScimFeature {
  /// What spaces do for groups: leaves know nothing of each other.
  public interface Spaces {
    /// Refuses who does not decide who is in the space.
    void require(Actor actor, String space);

    /// Brings somebody in, to read or to contribute; again when they are in already.
    void admit(UserId by, String space, UserId member, boolean reader);

    /// Takes somebody out who is in.
    void dismiss(UserId by, String space, UserId member);
  }

  /// What SCIM is built from.
  ///
  /// @param nids gives numbers that were never given before
  /// @param workers runs what an answer does not wait for
  public record Needs(
      Db db,
      LongSupplier nids,
      Servers servers,
      Secrets secrets,
      Newcomers newcomers,
      Accounts accounts,
      Profiles profiles,
      Bars bars,
      Enrolment enrolment,
      OwnerProof proof,
      Spaces spaces,
      RateLimits limits,
      String publicAddress,
      Executor workers,
      Clock clock) {}

  private final People people;
  private final Carrying carrying;
  private final Routes routes;

  public ScimFeature(Needs needs) {
    var groupStore = new GroupStore();
    var tokens = new Tokens(needs, new TokenStore());
    this.people = new People(needs, new PersonStore(), tokens);
    var groups = new Groups(needs, groupStore, people);
    this.carrying = new Carrying(needs, groupStore);
    Runnable carry = () -> needs.workers().execute(carrying::look);
    this.routes =
        new ScimRoutes(needs, tokens, people, groups, carry)
            .table()
            .and(
                new DirectoryRoutes(tokens, groups, carry, needs.proof(), needs.publicAddress())
                    .table());
  }

  /// Brings people of groups into their spaces and out; to be called every few seconds.
  public void look() {
    carrying.look();
  }

  /// Forgets what was said of somebody whose account has ended.
  public void gone(Actor actor) {
    people.gone(actor.userNid());
  }

  /// What is kept here of somebody, for themselves.
  public JsonObject ownRecord(Actor actor) {
    return people.own(actor.userNid());
  }

  public Routes routes() {
    return routes;
  }
}
