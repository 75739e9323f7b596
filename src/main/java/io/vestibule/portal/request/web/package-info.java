@NullMarked
package io.vestibule.portal.request.web;

import org.jspecify.annotations.NullMarked;
