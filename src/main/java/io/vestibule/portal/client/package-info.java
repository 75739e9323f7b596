/** The companies the firm serves. */
@NullMarked
package io.vestibule.portal.client;

import org.jspecify.annotations.NullMarked;
