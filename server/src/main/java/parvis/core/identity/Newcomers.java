package parvis.core.identity;

import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import parvis.base.Language;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;
import parvis.protocol.id.ServerName;
import parvis.protocol.id.UserId;

/// People who have no account yet: they show by a code that an address is theirs, or are given
/// accounts, many at a time, by who knows their addresses. Those have no password, and come in by a
/// code that is mailed to them.
///
/// An address that is attested so is as good as one that was proven, for it leads to an account
/// that nobody else has: whoever reads its mails is the only one who gets in. Of what organisation
/// they are is for the caller to say; nothing else comes of their addresses.
public final class Newcomers {
  private static final String USERS =
      "insert into matrix_user (nid, user_id) select * from unnest(?::bigint[], ?::text[])";

  private static final String ACCOUNTS =
      """
      insert into account ("user", server, localpart, created_ms)
      select p.nid, ?, p.localpart, ? from unnest(?::bigint[], ?::text[]) as p (nid, localpart)\
      """;

  private static final String ADDRESSES =
      """
      insert into address (server, address, "user", proven_ms, added_ms)
      select ?, p.address, p.nid, ?, ? from unnest(?::bigint[], ?::text[]) as p (nid, address)\
      """;

  private static final String OWNERS =
      """
      select address, "user" from address
       where server = ? and address = any(?) and "user" is not null\
      """;

  private static final String SHARED =
      """
      select address from address where server = ? and address = any(?) and "user" is null\
      """;

  /// Keeps a code that was asked for here from letting anybody in.
  private static final String PURPOSE = "newcomer ";

  private final Users users;
  private final SignInCodes codes;
  private final Secrets secrets;
  private final Clock clock;

  Newcomers(Users users, SignInCodes codes, Secrets secrets, Clock clock) {
    this.users = users;
    this.codes = codes;
    this.secrets = secrets;
    this.clock = clock;
  }

  /// What somebody is called by whom nobody says how.
  public static String nameOf(Address address) {
    return NameOfAddress.of(address);
  }

  /// A name and a number that nobody has, to be taken before a transaction begins.
  public record Fresh(long nid, String localpart) {}

  /// Somebody who is given an account.
  ///
  /// @param function what they do, or an empty text
  public record Newcomer(Fresh as, Address address, String name, String function) {}

  /// Mails a code that lets nobody in, whether the address leads to an account or not. It is
  /// counted as those are by which people sign in.
  ///
  /// @param secret that the browser made up
  /// @param network from which it asks
  public void ask(Server server, Address to, String secret, String network, Language in) {
    codes.askProof(server, to, PURPOSE + secret, network, in);
  }

  /// The number of a code that is right, to be used up with what comes of it; a wrong one is
  /// counted, and refused.
  public long check(Server server, Address address, String secret, String code) {
    return codes.check(server, address, PURPOSE + secret, code);
  }

  public void use(Tx tx, long code) {
    codes.useUp(tx, code);
  }

  public List<Fresh> fresh(int count) {
    return Stream.generate(() -> new Fresh(users.fresh(), secrets.localpart()))
        .limit(count)
        .toList();
  }

  /// Makes accounts of all of them. When an address or a name was taken a moment before, a unique
  /// key is violated, and none is made.
  public void make(Tx tx, Server server, List<Newcomer> people) {
    long now = clock.millis();
    var nids = people.stream().mapToLong(one -> one.as().nid()).toArray();
    var localparts = texts(people.stream().map(one -> one.as().localpart()));
    var ids = people.stream().map(one -> id(one, server.name())).toList();
    tx.run(USERS, nids, texts(ids.stream().map(UserId::value)));
    tx.run(ACCOUNTS, server.nid(), now, nids, localparts);
    Profiles.begin(
        tx,
        nids,
        ids,
        people.stream().map(Newcomer::name).toList(),
        people.stream().map(Newcomer::function).toList());
    var addresses = texts(people.stream().map(one -> one.address().value()));
    tx.run(ADDRESSES, server.nid(), now, now, nids, addresses);
  }

  private static UserId id(Newcomer one, ServerName server) {
    return UserId.of(one.as().localpart(), server).orElseThrow();
  }

  /// Has somebody asked for their name when they first come in, whatever they are called until
  /// then.
  public void askName(Tx tx, Fresh of) {
    tx.run("update account set name_unasked = true where \"user\" = ?", of.nid());
  }

  private static String[] texts(Stream<String> texts) {
    return texts.toArray(String[]::new);
  }

  /// The accounts, by nid, to which those of some addresses lead that lead to one.
  public Map<Address, Long> owners(Tx tx, Server server, Collection<Address> addresses) {
    var owners = new HashMap<Address, Long>();
    tx.list(
        row -> owners.put(new Address(row.text("address")), row.number("user")),
        OWNERS,
        server.nid(),
        texts(addresses.stream().map(Address::value)));
    return owners;
  }

  /// Those of some addresses whose mails several people read: nobody is given an account by one.
  public Set<Address> shared(Tx tx, Server server, Collection<Address> addresses) {
    return Set.copyOf(
        tx.list(
            row -> new Address(row.text("address")),
            SHARED,
            server.nid(),
            texts(addresses.stream().map(Address::value))));
  }
}
