@NullMarked
package io.vestibule.hub.mapping;

import org.jspecify.annotations.NullMarked;
