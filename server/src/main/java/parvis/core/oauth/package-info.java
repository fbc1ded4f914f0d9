/// OAuth 2.0: applications of others that people let into their account without telling them their
/// password.
///
/// # The way of a consent
///
/// An application registers ([Applications]) and sends its person's browser to a page of the web
/// client, with what it asks for in the address. The page has it read ([Requests]), shows who asks
/// for what, and takes along the consent of who is signed in there, or gives name and password. The
/// consent becomes a code ([Codes]), which the browser carries back to the application, and which
/// that application alone can change, once, into the tokens of a session ([Grants]).
///
/// An application without a browser shows a word instead, which its person types on another page;
/// meanwhile it asks what came of it ([DeviceCodes]).
///
/// # Sessions like all others
///
/// What an application gets is a session on a device of its own: it is listed, named, signed out
/// and locked as any other, by the same code. Its access tokens live for minutes, and its refresh
/// tokens are of one family, so that the use of a spent one ends the session.
///
/// # Words
///
/// Messages are read and written by the library; refusals here are in the words of OAuth and not of
/// Matrix, and [Protocol] is the one place that knows how they look.
///
/// spec: cs-api#oauth-20-api
@NullMarked
package parvis.core.oauth;

import org.jspecify.annotations.NullMarked;
