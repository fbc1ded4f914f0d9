package parvis.suite.spaces;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parvis.base.Refused;
import parvis.base.Spoken;
import parvis.core.identity.Accounts;
import parvis.core.identity.Addresses;
import parvis.core.identity.Users;
import parvis.core.moderation.ServerNotices;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.UserId;
import parvis.protocol.json.JsonObject;

/// What the house tells people about spaces: as a notice of the server, and by mail to whoever has
/// an address.
final class Telling {
  private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

  private final ServerNotices notices;
  private final Accounts accounts;
  private final Addresses addresses;
  private final Users users;
  private final Outbox outbox;
  private final String publicAddress;
  private final Executor executor;

  Telling(SpacesFeature.Needs needs) {
    this.notices = needs.notices();
    this.accounts = needs.accounts();
    this.addresses = needs.addresses();
    this.users = needs.users();
    this.outbox = needs.outbox();
    this.publicAddress = needs.publicAddress();
    this.executor = needs.executor();
  }

  /// What is told.
  ///
  /// @param once what it is about, in letters, digits and hyphens: it is told once
  /// @param about what programs read of it
  /// @param path of the page that it leads to
  record Said(String once, Spoken subject, Spoken words, JsonObject about, String path) {}

  /// Tells it to each of some people, a moment later.
  ///
  /// @param told is called once it is with each of them, or cannot come to them
  void tell(Collection<UserId> people, Said said, Runnable told) {
    executor.execute(
        () -> {
          // Each of them, whatever became of those before.
          var failed = people.stream().filter(to -> !tell(to, said)).toList();
          if (failed.isEmpty()) told.run();
        });
  }

  /// Whether there is nothing more to do: who is not here any more is not told.
  private boolean tell(UserId to, Said said) {
    try {
      notices.tell(to, said.words(), said.about(), said.once());
      reach(to).ifPresent(one -> outbox.put(mail(to, one, said)));
      return true;
    } catch (RuntimeException fault) {
      var gone = fault instanceof Refused refused && refused.kind() == Refused.Kind.NOT_FOUND;
      if (!gone) LOG.warn("Somebody is told about a space later", fault);
      return gone;
    }
  }

  private Optional<Addresses.Reach> reach(UserId to) {
    var nid = users.find(to);
    return nid.isEmpty() ? Optional.empty() : addresses.reach(nid.getAsLong()).stream().findFirst();
  }

  private Mail mail(UserId to, Addresses.Reach reach, Said said) {
    var subject = said.subject();
    var words = said.words();
    var letter =
        Bilingual.in(accounts.language(users.nid(to)), subject.french(), subject.english())
            .says(words.french(), words.english())
            .link("Parvis", "Parvis", publicAddress + said.path())
            .done();
    var written = reach.carrying(letter, publicAddress + said.path());
    return Mail.of(said.once() + "-" + users.nid(to), to.server(), reach.address(), written);
  }
}
