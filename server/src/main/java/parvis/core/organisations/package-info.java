/// Organisations: the administrations that people work for, who is of which, and how they come to
/// be.
///
/// An account is of one organisation at most. That is a [Post], a row with a beginning and an end:
/// identity outlives posts, and what somebody did in the last one stays theirs. Who has no post, or
/// one with a sponsor, is *external*; others learn that from [Standings], which answers from
/// memory.
///
/// A post is got by an address (one's own, on a list; that of a domain; that of a domain below
/// one), by an entry code on paper, by an administrator, or by asking ([Claims]).
@NullMarked
package parvis.core.organisations;

import org.jspecify.annotations.NullMarked;
