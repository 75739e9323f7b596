@NullMarked
package io.vestibule.portal;

import org.jspecify.annotations.NullMarked;
