package parvis.core.organisations;

import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import parvis.base.Language;
import parvis.platform.mail.Bilingual;
import parvis.platform.mail.Letter;

/// The letters about more time, in the language in which their readers read, where that is known.
final class MoreTimeLetters {
  private final String home;
  private final ZoneId zone;

  /// @param home where it is answered
  /// @param zone where the house is
  MoreTimeLetters(String home, ZoneId zone) {
    this.home = home;
    this.zone = zone;
  }

  /// To who decides, by who answers for somebody.
  Letter asked(Optional<Language> in, String guest, String sponsor, Organisation of) {
    return answerable(
        asking(in)
            .says(
                sponsor + " demande de prolonger l'accès de " + guest + " à « " + of.name() + " ».",
                sponsor + " asks for more time for " + guest + ", a guest of " + of.name() + "."));
  }

  /// To who may give it, by who asks for themselves.
  Letter wished(Optional<Language> in, String guest, Organisation of, long ends) {
    return answerable(
        asking(in)
            .says(
                guest
                    + " demande de prolonger son accès à « "
                    + of.name()
                    + " », qui finit le "
                    + day(ends, Locale.FRENCH)
                    + ".",
                guest
                    + ", a guest of "
                    + of.name()
                    + " until "
                    + day(ends, Locale.ENGLISH)
                    + ", asks for more time."));
  }

  private static Bilingual asking(Optional<Language> in) {
    return Bilingual.in(
        in,
        "Plus de temps est demandé pour un invité externe",
        "More time is asked for an external guest");
  }

  private Letter answerable(Bilingual letter) {
    return letter
        .link("Pour répondre, ouvrez votre accueil :", "To answer, open your home page:", home)
        .done();
  }

  Letter declined(Optional<Language> in, String guest, Organisation of) {
    return Bilingual.in(
            in,
            "L'accès d'un invité externe n'est pas prolongé",
            "The access of an external guest is not prolonged")
        .says(
            "« "
                + of.name()
                + " » ne prolonge pas l'accès de "
                + guest
                + " : il finit le jour prévu.",
            of.name()
                + " does not prolong the access of "
                + guest
                + ": it ends on the day that was said.")
        .done();
  }

  Letter given(Optional<Language> in, String guest, Organisation of, long ends) {
    return Bilingual.in(
            in,
            "L'accès d'un invité externe est prolongé",
            "The access of an external guest is prolonged")
        .says(
            "« "
                + of.name()
                + " » prolonge l'accès de "
                + guest
                + " jusqu'au "
                + day(ends, Locale.FRENCH)
                + ".",
            of.name()
                + " prolongs the access of "
                + guest
                + " until "
                + day(ends, Locale.ENGLISH)
                + ".")
        .done();
  }

  /// To who asked for themselves.
  Letter declinedYou(Optional<Language> in, Organisation of, long ends) {
    return Bilingual.in(
            in, "Votre accès à Parvis n'est pas prolongé", "Your access to Parvis is not prolonged")
        .says(
            "« "
                + of.name()
                + " » ne prolonge pas votre accès : il finit le "
                + day(ends, Locale.FRENCH)
                + ". Ce que vous avez écrit restera.",
            of.name()
                + " does not prolong your access: it ends on "
                + day(ends, Locale.ENGLISH)
                + ". What you wrote stays.")
        .done();
  }

  /// To who asked for themselves.
  Letter givenYou(Optional<Language> in, Organisation of, long ends) {
    return Bilingual.in(
            in, "Votre accès à Parvis est prolongé", "Your access to Parvis is prolonged")
        .says(
            "« " + of.name() + " » prolonge votre accès jusqu'au " + day(ends, Locale.FRENCH) + ".",
            of.name() + " prolongs your access until " + day(ends, Locale.ENGLISH) + ".")
        .done();
  }

  private String day(long ms, Locale in) {
    return MailedGuests.day(ms, zone, in);
  }
}
