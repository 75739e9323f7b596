@NullMarked
package io.vestibule.portal.home;

import org.jspecify.annotations.NullMarked;
