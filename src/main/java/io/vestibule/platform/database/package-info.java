/** The database: two pools over one PostgreSQL, migrations per schema, the embedded server. */
@NullMarked
package io.vestibule.platform.database;

import org.jspecify.annotations.NullMarked;
