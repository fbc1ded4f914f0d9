/// PostgreSQL, the truth: where it runs, how it is migrated, how SQL is run on it.
///
/// `Database` opens either an external server or one of our own (`EmbeddedPostgres`), brings it to
/// this program's schema, and hands out `Db`, the thin door to JDBC which every store uses.
@NullMarked
package parvis.platform.db;

import org.jspecify.annotations.NullMarked;
