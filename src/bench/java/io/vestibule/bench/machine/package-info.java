/** What the bench starts and ends by itself: a PostgreSQL, the hub as a process of its own, vendors, a mail server. */
@NullMarked
package io.vestibule.bench.machine;

import org.jspecify.annotations.NullMarked;
