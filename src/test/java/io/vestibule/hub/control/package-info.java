/** Tests of what the hub says about itself. */
@NullMarked
package io.vestibule.hub.control;

import org.jspecify.annotations.NullMarked;
