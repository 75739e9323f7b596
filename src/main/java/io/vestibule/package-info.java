@NullMarked
package io.vestibule;

import org.jspecify.annotations.NullMarked;
