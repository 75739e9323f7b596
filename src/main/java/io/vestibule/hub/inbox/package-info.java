@NullMarked
package io.vestibule.hub.inbox;

import org.jspecify.annotations.NullMarked;
