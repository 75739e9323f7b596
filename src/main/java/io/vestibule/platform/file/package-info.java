/** What a file is by its content, whether it is safe to hand on, and the virus scanner. */
@NullMarked
package io.vestibule.platform.file;

import org.jspecify.annotations.NullMarked;
