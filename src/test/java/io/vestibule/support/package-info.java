/** What tests share: the running product, its database, its clock. */
@NullMarked
package io.vestibule.support;

import org.jspecify.annotations.NullMarked;
