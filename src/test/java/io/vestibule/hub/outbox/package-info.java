/** Tests of the outbox. */
@NullMarked
package io.vestibule.hub.outbox;

import org.jspecify.annotations.NullMarked;
