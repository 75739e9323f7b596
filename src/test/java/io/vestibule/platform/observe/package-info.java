/** Tests of what operators see. */
@NullMarked
package io.vestibule.platform.observe;

import org.jspecify.annotations.NullMarked;
