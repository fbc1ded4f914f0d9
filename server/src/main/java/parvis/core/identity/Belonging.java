package parvis.core.identity;

import java.util.Optional;
import parvis.core.identity.Servers.Server;
import parvis.platform.db.Tx;
import parvis.protocol.id.Address;

/// What organisations say of people and of addresses, to who lets people in.
public interface Belonging {
  /// Where there are no organisations.
  Belonging NONE =
      new Belonging() {
        @Override
        public boolean admits(Tx tx, Server server, Address address) {
          return false;
        }

        @Override
        public boolean locksName(Tx tx, long user) {
          return false;
        }

        @Override
        public boolean locksFunction(Tx tx, long user) {
          return false;
        }

        @Override
        public Optional<String> house(Tx tx, Server server) {
          return Optional.empty();
        }

        @Override
        public boolean asksSecondFactor(Tx tx, long user, boolean ofAdministrators) {
          return false;
        }

        @Override
        public String secondFactorRule(Tx tx) {
          return "";
        }
      };

  /// Whether an address makes its owner one of an organisation.
  boolean admits(Tx tx, Server server, Address address);

  /// Whether somebody's name is as their organisation gives it.
  boolean locksName(Tx tx, long user);

  /// Whether what somebody does is as their organisation says it.
  boolean locksFunction(Tx tx, long user);

  /// Whose house it is, where it is one organisation's with its parts.
  Optional<String> house(Tx tx, Server server);

  /// Whether their organisation asks a second factor of somebody.
  ///
  /// @param ofAdministrators whether it is asked of who administers an organisation in any case
  boolean asksSecondFactor(Tx tx, long user, boolean ofAdministrators);

  /// Which organisations ask it of all their agents, as one text.
  String secondFactorRule(Tx tx);
}
