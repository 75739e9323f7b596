@NullMarked
package io.vestibule.hub.console;

import org.jspecify.annotations.NullMarked;
