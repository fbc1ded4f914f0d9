/// Application services: programs of the operator's, such as bridges to other networks, that act in
/// the name of many people and hear what these hear.
///
/// # Who they are
///
/// A registration is a file of the operator's ([RegistrationFile]); the folder is looked at again
/// and again, and what a changed one says holds at once ([Registrations]). Who may act as whom, and
/// whose names are whose, is a matter of [parvis.core.identity.Services]: it is asked wherever
/// somebody signs in, signs up or gives a room a name.
///
/// # What they are told
///
/// Each service has a [Feed], a thread that reads the log from where the service has it and asks
/// [Hearing] which of it is the service's business. What it finds becomes a transaction, a row of
/// the database, before it is sent; it is sent as it is, again and again, until the service says
/// that it has it, and only then the feed moves on. So nothing is left out, nothing comes twice
/// under two numbers and nothing before what came first, whatever is killed meanwhile. What is of
/// the moment (who types, who is there) goes with the next transaction as it is by then.
///
/// Whether somebody was in a room is asked for the moment of the event, also when the service was
/// away for days and they have left since.
///
/// Of several nodes one tells a service, by its number in the row; when it is gone, another one
/// takes the row over.
///
/// # What they are asked
///
/// Whether they make somebody, or a room, of whom nothing is known here; and what they know of the
/// networks that they lead to ([NetworkRoutes]). [Asking] does it, by a way out of its own: where a
/// service listens is the operator's word, so networks that are nobody's business from outside are
/// open to it.
@NullMarked
package parvis.core.appservice;

import org.jspecify.annotations.NullMarked;
