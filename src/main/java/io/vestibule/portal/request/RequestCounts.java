package io.vestibule.portal.request;

/**
 * What a person sees on the first line of the home page, over everything in reach.
 *
 * @param fresh in state New
 * @param mine not done, owned by the person that asks
 * @param unowned not done, owned by nobody
 */
public record RequestCounts(long fresh, long inProgress, long waitingOnClient, long done, long mine, long unowned) {

    public long open() {
        return fresh + inProgress + waitingOnClient;
    }
}
