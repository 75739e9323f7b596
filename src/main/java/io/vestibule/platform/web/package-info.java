@NullMarked
package io.vestibule.platform.web;

import org.jspecify.annotations.NullMarked;
