/**
 * The words of the contract between the portal and its peers, as the portal uses them. They mirror the hub's canonical
 * model without knowing it; the contract test holds both against {@code contract/portal-api.yaml}.
 */
@NullMarked
package io.vestibule.portal.contract;

import org.jspecify.annotations.NullMarked;
