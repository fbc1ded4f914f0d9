/// Decisions: what was decided in a space, its register.
///
/// A decision has a number in its space that never goes to another one: nothing is deleted from a
/// register. It says what was decided, why, by whom and on which day, which question it answers,
/// and which earlier decision it takes the place of. That one is not changed by it: that it is
/// superseded is read from the later one, so that nothing can contradict it.
///
/// How far a decision is, its [State], is a [Field] like all others: it is based on a version, has
/// its history, and is taken back by writing what was. What differs is who may: [Changing] says so
/// in one place. A draft becomes a decision when somebody takes it who may, and it must say by then
/// who decided and when.
///
/// What comes of a decision are things of other leaves. It is tied to them by their kind and id
/// alone, and asks [parvis.core.things] how far they are.
///
/// Read on in [Decisions], the door, then [DecisionStore]; [DecisionRoutes] is the table of
/// addresses.
@NullMarked
package parvis.suite.decisions;

import org.jspecify.annotations.NullMarked;
