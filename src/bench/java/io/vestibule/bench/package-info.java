/** The bench: what the product promises, measured on the machine it runs on. Never in the jar. */
@NullMarked
package io.vestibule.bench;

import org.jspecify.annotations.NullMarked;
