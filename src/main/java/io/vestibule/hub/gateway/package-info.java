@NullMarked
package io.vestibule.hub.gateway;

import org.jspecify.annotations.NullMarked;
