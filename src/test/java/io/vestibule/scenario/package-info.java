/** The four walks of the design over real parts, and what must not happen in each. */
@NullMarked
package io.vestibule.scenario;

import org.jspecify.annotations.NullMarked;
