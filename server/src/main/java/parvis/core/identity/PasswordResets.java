package parvis.core.identity;

import parvis.base.Language;
import parvis.core.identity.Servers.Server;
import parvis.platform.mail.Mail;
import parvis.platform.mail.Outbox;

/// New passwords for who forgot theirs, and reads the mails of an address of their account.
final class PasswordResets {
  private final Accounts accounts;
  private final Addresses addresses;
  private final AddressProofs proofs;
  private final ProofLetters letters;
  private final Outbox outbox;

  PasswordResets(
      Accounts accounts,
      Addresses addresses,
      AddressProofs proofs,
      ProofLetters letters,
      Outbox outbox) {
    this.accounts = accounts;
    this.addresses = addresses;
    this.proofs = proofs;
    this.letters = letters;
    this.outbox = outbox;
  }

  /// Sets another password, uses the proof up, and tells the account's addresses: all or nothing.
  void reset(
      Server server,
      AddressProofs.Proof proof,
      String password,
      boolean signOut,
      Language language) {
    Addresses.Owner owner =
        addresses.find(server, proof.address()).orElseThrow(AddressProofs::failed);
    accounts.resetPassword(
        owner,
        password,
        signOut,
        tx -> {
          proofs.use(tx, proof);
          for (Addresses.Proven one : addresses.of(tx, owner.userNid()))
            outbox.put(
                tx,
                Mail.of(
                    "reset-" + outbox.fresh(),
                    server.name(),
                    one.address(),
                    letters.changed(language)));
        });
    outbox.wake();
  }
}
