/** Tests of the database room. */
@NullMarked
package io.vestibule.platform.database;

import org.jspecify.annotations.NullMarked;
