/** Tests of ids. */
@NullMarked
package io.vestibule.platform.id;

import org.jspecify.annotations.NullMarked;
