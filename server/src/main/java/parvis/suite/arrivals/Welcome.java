package parvis.suite.arrivals;

import java.time.Duration;
import parvis.base.Language;
import parvis.core.organisations.Enrolment;
import parvis.platform.db.Db;
import parvis.platform.db.Tx;
import parvis.platform.mail.Letter;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;
import parvis.protocol.id.Address;
import parvis.suite.arrivals.ImportStore.Import;
import parvis.suite.arrivals.ImportStore.Line;

/// Letters to people who were given accounts: where that is, and how they come in. Each is written
/// to once, with the noting of it, and no more than so many a minute, whatever the nodes.
final class Welcome {
  /// Letters that all imports together put into the outbox within a minute.
  static final int LETTERS_A_MINUTE = 300;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String KIND = "arrival-";

  private final Db db;
  private final ImportStore store;
  private final Enrolment enrolment;
  private final Outbox outbox;
  private final String publicAddress;

  Welcome(ArrivalsFeature.Needs needs, ImportStore store) {
    this.db = needs.db();
    this.store = store;
    this.enrolment = needs.enrolment();
    this.outbox = needs.outbox();
    this.publicAddress = needs.publicAddress();
  }

  /// Writes the letters of this minute.
  void write() {
    if (db.write(this::write)) {
      outbox.wake();
    }
  }

  private boolean write(Tx tx) {
    var inviting = store.inviting(tx);
    return inviting.isPresent() && write(tx, inviting.get());
  }

  private boolean write(Tx tx, Import of) {
    var left = LETTERS_A_MINUTE - outbox.written(tx, of.server(), KIND, MINUTE);
    if (left <= 0) {
      return false;
    }
    var lines = store.due(tx, of.nid(), (int) left);
    var letter = letter(of.language(), enrolment.name(tx, of.organisation()));
    lines.forEach(line -> outbox.put(tx, mail(of, line, letter)));
    store.told(tx, of, lines);
    return !lines.isEmpty();
  }

  private static Mail mail(Import of, Line line, Letter letter) {
    return Mail.of(
        KIND + line.user().orElseThrow(), of.server(), new Address(line.address()), letter);
  }

  private Letter letter(Language in, String organisation) {
    return Letter.in(in, in.say("Votre compte Parvis est ouvert", "Your Parvis account is open"))
        .says(
            in.say(
                organisation + " vous a ouvert un compte sur Parvis.",
                organisation + " has opened a Parvis account for you."))
        .link(
            in.say(
                "Pour entrer, ouvrez cette page et écrivez l'adresse à laquelle vous lisez ceci :",
                "To come in, open this page and type the address at which you read this:"),
            publicAddress + "/sign-in")
        .note(
            in.say(
                "Il n'y a pas de mot de passe à retenir : un code vous est envoyé par courriel.",
                "There is no password to remember: a code is sent to you by mail."))
        .done();
  }
}
