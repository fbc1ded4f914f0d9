package parvis.platform.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Who knows the addresses of names.
@FunctionalInterface
interface Names {
  InetAddress[] addresses(String host) throws UnknownHostException;

  /// As this machine is configured.
  static Names ofSystem() {
    return InetAddress::getAllByName;
  }
}
