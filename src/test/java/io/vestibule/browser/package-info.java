/** Pages in a real Chromium: {@code mvn verify -Pbrowser}. */
@NullMarked
package io.vestibule.browser;

import org.jspecify.annotations.NullMarked;
