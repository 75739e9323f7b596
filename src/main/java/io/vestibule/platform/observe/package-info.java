/** What operators see of the running product besides pages: figures for Prometheus, read in time with the least effort. */
@NullMarked
package io.vestibule.platform.observe;

import org.jspecify.annotations.NullMarked;
