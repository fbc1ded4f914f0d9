/// Who there is, who may act for them, and what they say about themselves: servers, users,
/// accounts, sessions, devices, profiles and the ways in.
@NullMarked
package parvis.core.identity;

import org.jspecify.annotations.NullMarked;
