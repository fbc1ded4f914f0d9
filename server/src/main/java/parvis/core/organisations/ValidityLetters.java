package parvis.core.organisations;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import parvis.base.Language;
import parvis.core.organisations.ValidityStore.Ending;
import parvis.platform.mail.Letter;

/// The letters about accounts that end. Nobody knows in which language their readers read: they say
/// it in French, and once more in English.
final class ValidityLetters {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  private final String publicAddress;

  ValidityLetters(String publicAddress) {
    this.publicAddress = publicAddress;
  }

  private static String day(Ending of, Locale in) {
    var ends = Instant.ofEpochMilli(of.endsMs().orElseThrow()).atZone(PARIS);
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG).withLocale(in).format(ends);
  }

  private String page(String token) {
    return publicAddress + "/renew/" + token;
  }

  private static Letter.Draft draft(String subject) {
    return Letter.in(Language.FRENCH, subject);
  }

  Letter ending(Ending of, String token) {
    return draft("Votre compte Parvis expire le " + day(of, Locale.FRENCH))
        .says(
            "Votre compte pour « "
                + of.organisationName()
                + " » expire le "
                + day(of, Locale.FRENCH)
                + ". Ensuite, il n'ouvrira plus, et ce que vous avez écrit restera.")
        .link("Pour le garder, ouvrez cette page et renouvelez-le :", page(token))
        .note("Si vous avez quitté cette organisation, ne faites rien.")
        .note(
            "Your account for "
                + of.organisationName()
                + " expires on "
                + day(of, Locale.ENGLISH)
                + ". To keep it, open the page above and renew it.")
        .done();
  }

  Letter asked(Ending of, String token) {
    return draft("Renouveler votre compte Parvis")
        .says(
            "Quelqu'un, sans doute vous, veut renouveler votre compte pour « "
                + of.organisationName()
                + " ».")
        .link("Ouvrez cette page et renouvelez-le :", page(token))
        .note(
            "Somebody, probably you, wants to renew your account for "
                + of.organisationName()
                + ". Open the page above and renew it.")
        .done();
  }

  /// Tells why there is no link in it.
  Letter none() {
    return draft("Aucun compte Parvis à renouveler")
        .says(
            "Quelqu'un, peut-être vous, veut renouveler un compte de cette adresse. Aucun ne peut"
                + " l'être par courriel en ce moment.")
        .says(
            "Si votre compte n'ouvre plus, demandez à la personne qui administre votre organisation"
                + " de le prolonger.")
        .note(
            "Somebody, perhaps you, wants to renew an account of this address. None can be renewed by"
                + " mail now. If yours lets you in no more, ask who administers your organisation.")
        .done();
  }

  Letter toGuest(Ending of) {
    return draft("Votre accès à Parvis finit le " + day(of, Locale.FRENCH))
        .says(
            "« "
                + of.organisationName()
                + " » vous a invité jusqu'au "
                + day(of, Locale.FRENCH)
                + ". Ensuite, votre compte n'ouvrira plus. Pour continuer, demandez à votre garant de"
                + " prolonger l'accès.")
        .note(
            of.organisationName()
                + " invited you until "
                + day(of, Locale.ENGLISH)
                + ". To go on, ask your sponsor to extend the access.")
        .done();
  }

  Letter toSponsor(Ending of) {
    return draft("Fin d'un accès externe le " + day(of, Locale.FRENCH))
        .says(
            "Vous êtes garant de "
                + of.name()
                + ", dont l'accès finit le "
                + day(of, Locale.FRENCH)
                + ". Vous pouvez le prolonger une fois ; ensuite, la personne qui administre"
                + " l'organisation le peut.")
        .note(
            "You answer for "
                + of.name()
                + ", whose access ends on "
                + day(of, Locale.ENGLISH)
                + ". You may extend it once.")
        .done();
  }
}
