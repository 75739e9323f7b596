/** What tests of the portal's rooms share. */
@NullMarked
package io.vestibule.portal.support;

import org.jspecify.annotations.NullMarked;
