/** JSONata mappings: compiled once, bounded in time and size. The only room that knows JSONata. */
@NullMarked
package io.vestibule.hub.mapping;

import org.jspecify.annotations.NullMarked;
