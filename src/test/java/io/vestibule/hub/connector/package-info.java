@NullMarked
package io.vestibule.hub.connector;

import org.jspecify.annotations.NullMarked;
