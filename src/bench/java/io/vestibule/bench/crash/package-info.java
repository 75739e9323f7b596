/** The crash proof: kills and freezes the product under load, and counts what it then has against what it acknowledged. */
@NullMarked
package io.vestibule.bench.crash;

import org.jspecify.annotations.NullMarked;
