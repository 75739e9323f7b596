/** Decides over a parsed mail, one purpose per class, in a fixed order; knows neither portal nor database. */
@NullMarked
package io.vestibule.hub.mail.filter;

import org.jspecify.annotations.NullMarked;
