/** Tests of what reads JSON. */
@NullMarked
package io.vestibule.platform.json;

import org.jspecify.annotations.NullMarked;
