/** Who is looking, and the box that secrets are kept in. */
@NullMarked
package io.vestibule.platform.security;

import org.jspecify.annotations.NullMarked;
