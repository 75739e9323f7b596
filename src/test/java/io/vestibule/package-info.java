/** Rules that hold for the whole code base. */
@NullMarked
package io.vestibule;

import org.jspecify.annotations.NullMarked;
