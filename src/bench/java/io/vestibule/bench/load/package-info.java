/** The load generator: shots on a fixed schedule over a few connections, and what became of each. */
@NullMarked
package io.vestibule.bench.load;

import org.jspecify.annotations.NullMarked;
