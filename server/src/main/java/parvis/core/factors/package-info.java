/// What people prove with besides a password or a code by mail: codes of an app (TOTP, RFC 6238),
/// passkeys (WebAuthn), and codes on paper for who has lost both.
///
/// Doors of `identity` that have seen a password or a mailed code ask [Steps] whether that is
/// enough. Where it is not, the browser gets a step: ten minutes, five tries, good together with
/// a secret of that browser, and good for nothing but giving the factor, or setting one up where
/// somebody must have one and has none. What comes of it is a login token, which every door takes.
/// Where a mail reaches somebody, their first factor is set up after a code of a mail, and not by a
/// password alone: whoever has taken that could keep its owner out by a factor of their own.
/// A passkey that has verified its person is both factors at once. No session begins in between.
@NullMarked
package parvis.core.factors;

import org.jspecify.annotations.NullMarked;
