/** The catalogue of connectors, and the calls to vendors that they describe. Connectors are data, never code. */
@NullMarked
package io.vestibule.hub.connector;

import org.jspecify.annotations.NullMarked;
