@NullMarked
package io.vestibule.hub.mail.filter;

import org.jspecify.annotations.NullMarked;
