/// OpenID Connect: people come in by a provider of identities, such as that of their
/// administration.
///
/// # The way of somebody who comes in
///
/// A page of ours sends the browser to the provider ([FrontRoutes]), and notes what it was sent
/// with ([Attempts]): a state that comes back with it, a nonce that comes back in what the provider
/// signs, and a cookie, without which nobody else's browser can take the place of this one. The
/// provider sends it back with a code, which is changed at once into what the provider says of the
/// person ([Exchange]). That becomes a ticket ([Tickets]), which the page shows to come in
/// ([Entering]), and the session is opened like all others.
///
/// # Who they are
///
/// A provider calls somebody by a subject. The pair of issuer and subject alone leads to an account
/// ([Links]), and never an address: addresses pass from one person to the next, and a provider says
/// whatever it is told. Who comes for the first time proves the account once as if there were no
/// provider, by a mailed code or a password. Only an address that nobody has here is believed, from
/// a provider that says it is proven and may speak for its domain, and only where the house admits
/// the address anyway.
///
/// # What is asked of others
///
/// All requests go through [Egress][parvis.platform.egress.Egress], bounded in time and size, and
/// carry no parameter that the administrator did not ask for. Messages are written, read and
/// checked by the library.
///
/// spec: OpenID Connect Core 1.0, Discovery 1.0, RP-Initiated Logout 1.0; RFC 6749, 7636, 9207
@NullMarked
package parvis.core.openid;

import org.jspecify.annotations.NullMarked;
