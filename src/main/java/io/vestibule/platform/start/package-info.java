/** What is checked before the product starts, and what a newcomer reads when it has. */
@NullMarked
package io.vestibule.platform.start;

import org.jspecify.annotations.NullMarked;
