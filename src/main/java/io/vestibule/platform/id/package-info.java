/** Ids, one-time tokens and hashes. */
@NullMarked
package io.vestibule.platform.id;

import org.jspecify.annotations.NullMarked;
