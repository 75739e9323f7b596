/** Vendors that live on this machine: what a HubSpot and a Xero answer, with their faults, for tests and the sandbox. */
@NullMarked
package io.vestibule.support.vendors;

import org.jspecify.annotations.NullMarked;
