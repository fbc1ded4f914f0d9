package parvis.suite.scim;

import parvis.base.Actor;
import parvis.core.identity.Servers.Server;
import parvis.suite.scim.TokenStore.Token;

/// The directory of an organisation, as it speaks through a token.
record Directory(Token token, Server server) {
  long organisation() {
    return token.organisation();
  }

  /// In whose name it is written down what it does: who made the token.
  Actor actor() {
    return new Actor(token.maker(), token.by(), "", 0, 0, false);
  }
}
