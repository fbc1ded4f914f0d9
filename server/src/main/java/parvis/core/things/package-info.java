/// What leaves have that others may be tied to.
///
/// A leaf knows no other leaf. What is tied to a thing of another one keeps its kind and its id,
/// and asks here what it is called and how far it is: the leaf that has it is its [Owner], which
/// answers for who may see it, and for nobody else.
@NullMarked
package parvis.core.things;

import org.jspecify.annotations.NullMarked;
