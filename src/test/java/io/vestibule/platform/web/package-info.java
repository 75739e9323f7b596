/** Tests of what every web request meets. */
@NullMarked
package io.vestibule.platform.web;

import org.jspecify.annotations.NullMarked;
