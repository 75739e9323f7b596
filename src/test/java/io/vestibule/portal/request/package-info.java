/** Tests of the room of requests. */
@NullMarked
package io.vestibule.portal.request;

import org.jspecify.annotations.NullMarked;
