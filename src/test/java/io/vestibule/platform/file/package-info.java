/** Tests of what files are, of their names and of the virus scanner. */
@NullMarked
package io.vestibule.platform.file;

import org.jspecify.annotations.NullMarked;
