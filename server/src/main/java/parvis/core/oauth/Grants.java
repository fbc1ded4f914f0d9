package parvis.core.oauth;

import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import parvis.base.Refused;
import parvis.core.identity.Bars;
import parvis.core.identity.Devices;
import parvis.core.identity.Sessions;
import parvis.core.identity.Sessions.Consent;
import parvis.core.identity.Sessions.Holder;
import parvis.core.identity.Sessions.Login;
import parvis.core.identity.Sessions.Renewal;
import parvis.core.identity.Sessions.Tokens;
import parvis.core.identity.Users;
import parvis.platform.db.Tx;

/// The sessions of applications: how they begin, go on and end.
final class Grants {
  private final GrantStore store;
  private final Users users;
  private final Sessions sessions;
  private final Devices devices;
  private final Codes codes;
  private final DeviceCodes deviceCodes;
  private final Bars bars;
  private final Clock clock;

  /// What an application gets.
  record Granted(Tokens tokens, String scope) {}

  /// What somebody agreed to, and what uses it up.
  private record Agreed(Application application, AskedScope scope, ObjLongConsumer<Tx> together)
      implements Consent {
    @Override
    public boolean owns(Tx tx, long session) {
      return GrantStore.owns(tx, application.id(), session);
    }

    @Override
    public void become(Tx tx, long session) {
      together.accept(tx, session);
      GrantStore.note(tx, session, application, scope);
    }
  }

  Grants(
      GrantStore store,
      Users users,
      Sessions sessions,
      Devices devices,
      Codes codes,
      DeviceCodes deviceCodes,
      Bars bars,
      Clock clock) {
    this.bars = bars;
    this.store = store;
    this.users = users;
    this.sessions = sessions;
    this.devices = devices;
    this.codes = codes;
    this.deviceCodes = deviceCodes;
    this.clock = clock;
  }

  /// What a code is changed into.
  ///
  /// @param proof the hash of what the application shows to have asked by itself
  Granted byCode(Application application, String text, String redirect, String proof, String from)
      throws GeneralException {
    Codes.Code code = codes.find(text).orElseThrow(() -> wrong("The code is not known"));
    if (endedByUse(code)) throw wrong("The code was used");
    if (code.expiresMs() <= clock.millis()) throw wrong("The code is over");
    if (!code.application().equals(application.id())
        || !code.redirect().equals(redirect)
        || !code.challenge().equals(proof)) {
      throw wrong("The code is not for this request");
    }
    try {
      return begin(
          application,
          code.userNid(),
          code.scope(),
          from,
          (tx, session) -> Codes.use(tx, code, session));
    } catch (GeneralException refused) {
      codes.find(text).ifPresent(this::endedByUse);
      throw refused;
    }
  }

  /// Ends what a code was changed into already; whether it was.
  private boolean endedByUse(Codes.Code code) {
    if (code.session().isEmpty()) return false;
    sessions.holder(code.session().getAsLong()).ifPresent(this::end);
    return true;
  }

  /// What comes of a word that somebody typed, or not.
  Granted byDeviceCode(Application application, String text, String from) throws GeneralException {
    DeviceCodes.Agreed agreed = deviceCodes.agreed(application, text);
    return begin(
        application,
        agreed.userNid(),
        agreed.scope(),
        from,
        (tx, _) -> DeviceCodes.use(tx, agreed));
  }

  /// Begins a session together with what uses up the consent: both or none.
  private Granted begin(
      Application application,
      long userNid,
      AskedScope scope,
      String from,
      ObjLongConsumer<Tx> together)
      throws GeneralException {
    if (bars.isLocked(userNid)) throw wrong("The account is locked");
    Login login =
        new Login(
            users.id(userNid),
            userNid,
            Optional.of(scope.deviceId()),
            Optional.of(application.name()),
            true,
            false,
            false,
            from);
    try {
      Tokens tokens = sessions.grant(login, new Agreed(application, scope, together)).tokens();
      return new Granted(tokens, scope.text());
    } catch (Refused refused) {
      throw wrong(refused.sentence());
    }
  }

  /// New tokens for a refresh token. Who shows a spent one ends the session: either they stole it
  /// or it was stolen from them.
  Granted byRefreshToken(Application application, String text) throws GeneralException {
    Renewal renewal =
        sessions.renew(text, (tx, session) -> GrantStore.owns(tx, application.id(), session));
    return switch (renewal) {
      case Renewal.Renewed(long session, Tokens tokens) ->
          new Granted(tokens, store.scope(session));
      case Renewal.Unknown() -> throw wrong("The refresh token is not known or over");
      case Renewal.Spent(Holder holder) -> {
        end(holder);
        throw wrong("The refresh token was spent; the session is over");
      }
    };
  }

  /// Ends the session that has a token, whoever shows it: a token that lies about is worth nothing.
  ///
  /// spec: cs-api#token-revocation
  void revoke(String token) {
    sessions.holder(token).ifPresent(this::end);
  }

  private void end(Holder holder) {
    devices.remove(holder.user(), holder.userNid(), List.of(holder.deviceId()));
  }

  private static GeneralException wrong(String sentence) {
    return Protocol.refused(OAuth2Error.INVALID_GRANT, sentence);
  }
}
