/// Bulletins: what administrators tell everybody, of their organisation or of the whole server. It
/// is shown as a banner until it ends, is withdrawn, or its reader puts it away; and it goes to
/// each as a notice of the server, person by person, by whichever node looks next: a restart loses
/// nobody, and tells nobody twice.
@NullMarked
package parvis.suite.bulletins;

import org.jspecify.annotations.NullMarked;
