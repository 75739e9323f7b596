@NullMarked
package io.vestibule.portal.access;

import org.jspecify.annotations.NullMarked;
