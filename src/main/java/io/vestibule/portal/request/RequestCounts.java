package io.vestibule.portal.request;

/**
 * What a person sees on the first line of the home page, over everything in reach that is not done.
 *
 * @param fresh in state New
 * @param mine owned by the person that asks
 * @param unowned owned by nobody who is active
 */
public record RequestCounts(long fresh, long inProgress, long waitingOnClient, long mine, long unowned) {

    public long open() {
        return fresh + inProgress + waitingOnClient;
    }
}
