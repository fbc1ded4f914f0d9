/// Arrivals: people who are made agents of an organisation by a file, many thousands at a time.
///
/// A file is read whole and judged line by line ([PeopleFile], [Judging]); its lines become rows,
/// and nothing else changes. Once somebody starts it, each batch is one transaction that holds the
/// row of its import: it makes the accounts of the next lines and notes what became of them. So a
/// process that dies leaves no line half done, and whichever node looks next goes on from there.
/// What is an account already stays as it is; the same file again makes nobody twice.
@NullMarked
package parvis.suite.arrivals;

import org.jspecify.annotations.NullMarked;
