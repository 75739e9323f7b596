/** Tests of work that is done together. */
@NullMarked
package io.vestibule.platform.batch;

import org.jspecify.annotations.NullMarked;
