@NullMarked
package io.vestibule.hub.sla;

import org.jspecify.annotations.NullMarked;
