@NullMarked
package io.vestibule.hub.webhook;

import org.jspecify.annotations.NullMarked;
