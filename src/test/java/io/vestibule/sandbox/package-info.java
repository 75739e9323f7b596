/** The product with simulated vendors, a mail server and sample clients, for a newcomer to try. Never in the jar. */
@NullMarked
package io.vestibule.sandbox;

import org.jspecify.annotations.NullMarked;
