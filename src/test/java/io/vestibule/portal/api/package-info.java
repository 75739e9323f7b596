/** Tests of the portal's side of the contract, over real HTTP. */
@NullMarked
package io.vestibule.portal.api;

import org.jspecify.annotations.NullMarked;
