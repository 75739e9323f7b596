/** Whole walks through the running product, and what must not happen in them. */
@NullMarked
package io.vestibule.scenario;

import org.jspecify.annotations.NullMarked;
