/** For each linked field the value both sides last agreed on: stops echoes and settles conflicts. */
@NullMarked
package io.vestibule.hub.agreement;

import org.jspecify.annotations.NullMarked;
