/// Papers: the pages that an administration must show to everybody, of an organisation or of the
/// whole server, as their administrators write them: accessibility, personal data, legal notice and
/// terms of use. An organisation that has none shows those of the server. Each change is a version;
/// the terms are accepted once for each.
@NullMarked
package parvis.suite.papers;

import org.jspecify.annotations.NullMarked;
