@NullMarked
package io.vestibule.platform.security;

import org.jspecify.annotations.NullMarked;
