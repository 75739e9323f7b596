/** Figures, checks and timelines of a run, and the table, the JSON and the picture made of them. */
@NullMarked
package io.vestibule.bench.report;

import org.jspecify.annotations.NullMarked;
