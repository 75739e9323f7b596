/** What everybody who reads JSON from outside needs. */
@NullMarked
package io.vestibule.platform.json;

import org.jspecify.annotations.NullMarked;
