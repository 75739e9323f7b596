@NullMarked
package io.vestibule.hub.connection;

import org.jspecify.annotations.NullMarked;
