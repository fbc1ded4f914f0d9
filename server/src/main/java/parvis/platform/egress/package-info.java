/// Egress: the one way out. Whatever asks a server whose address others decided goes through
/// [Egress][parvis.platform.egress.Egress]: push gateways, and what follows them.
///
/// An address in a request is a wish. The name in it is looked up once, every address that it has
/// is held against the networks that are nobody's business from outside, and the connection is made
/// to what was checked: a name that leads elsewhere a moment later leads nowhere. Redirects are not
/// followed, since each would be another wish. Time, size and connections have bounds.
@NullMarked
package parvis.platform.egress;

import org.jspecify.annotations.NullMarked;
