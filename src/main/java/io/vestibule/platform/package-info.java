/** Technical ground that hub and portal stand on; it knows neither of them. */
@NullMarked
package io.vestibule.platform;

import org.jspecify.annotations.NullMarked;
