@NullMarked
package io.vestibule.hub.canonical;

import org.jspecify.annotations.NullMarked;
