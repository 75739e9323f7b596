@NullMarked
package io.vestibule.portal.invoice.web;

import org.jspecify.annotations.NullMarked;
