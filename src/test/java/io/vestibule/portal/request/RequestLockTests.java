package io.vestibule.portal.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.portal.contract.Cause;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.Outcome.Applied;
import io.vestibule.portal.contract.Party;
import io.vestibule.portal.contract.RequestStatus;
import io.vestibule.portal.contract.Visibility;
import io.vestibule.portal.request.Relocation.Goal;
import io.vestibule.portal.support.Firm;
import io.vestibule.portal.support.OtherTransaction;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever changes several requests locks them in one order, so that nobody waits for somebody who waits for them. */
class RequestLockTests extends RequestTest {

    private static final Executor THREADS = Thread.ofPlatform()::start;

    private UUID lower;
    private UUID higher;

    @BeforeEach
    void twoRequests() {
        List<UUID> both = Stream.of(open(), open()).sorted().toList();
        lower = both.getFirst();
        higher = both.getLast();
    }

    @Test
    void aCommentAndTheWayBackAtOnceBothSucceed() {
        Firm.applied(requests.relocate(staff, higher, merge(higher, lower)));
        long version = state(higher).version();
        CompletableFuture<Outcome> comment;
        CompletableFuture<Outcome> undo;

        try (var second = OtherTransaction.holding(portalDatabase, lower)) {
            try (var first = OtherTransaction.holding(portalDatabase, higher)) {
                comment = atOnce(Change.COMMENT);
                first.awaitWaiting(1);
                undo = CompletableFuture.supplyAsync(() -> requests.undoMerge(staff, higher, version), THREADS);
                first.awaitWaiting(2);
            }
            second.awaitWaiting(2);
        }

        assertThat(outcome(comment)).isInstanceOf(Applied.class);
        assertThat(outcome(undo)).isInstanceOf(Applied.class);
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForTheFirstHoldsNoOtherYet(Change change) {
        change.prepare(this);
        CompletableFuture<Outcome> changed;

        try (var other = OtherTransaction.holding(portalDatabase, lower)) {
            changed = atOnce(change);
            other.awaitWaiting(1);
            other.awaitFree(higher);
        }

        assertThat(outcome(changed)).isInstanceOf(Applied.class);
    }

    @Test
    void whoWaitedWhileItWasMergedIsHeardWhereItGoesOn() {
        Relocation merge = merge(higher, lower);
        CompletableFuture<Outcome> comment;

        try (var other =
                new OtherTransaction(portalDatabase, () -> Firm.applied(requests.relocate(staff, higher, merge)))) {
            comment = atOnce(Change.COMMENT);
            other.awaitWaiting(1);
        }

        assertThat(outcome(comment)).isInstanceOf(Applied.class);
        assertThat(requests.timeline(staff, lower))
                .extracting(RequestEntry::text)
                .contains("Some words");
    }

    @Test
    void whatWasMergedWhileItsRequestWaitedStaysWithTheClient() {
        Relocation merge = merge(lower, higher);
        CompletableFuture<Outcome> moved;

        try (var other =
                new OtherTransaction(portalDatabase, () -> Firm.applied(requests.relocate(staff, lower, merge)))) {
            moved = atOnce(Change.MOVE_TO_CLIENT);
            other.awaitWaiting(1);
        }

        assertThat(outcome(moved)).isInstanceOf(Applied.class);
        assertThat(state(lower).mergedInto()).isNull();
        assertThat(state(lower).clientId()).isEqualTo(client.toString());
    }

    /** What is done with two requests; the higher of them goes on as the lower one where nothing else is said. */
    private enum Change {
        COMMENT {
            @Override
            Outcome apply(RequestLockTests test) {
                return test.requests.comment(Firm.HUB, test.higher, Firm.comment(Visibility.INTERNAL), Cause.PORTAL);
            }
        },
        STATUS {
            @Override
            Outcome apply(RequestLockTests test) {
                Cause news = Firm.from("firm-crm", unique("news"));
                return test.requests.changeStatus(Firm.HUB, test.higher, RequestStatus.IN_PROGRESS, news);
            }
        },
        MAILING {
            @Override
            Outcome apply(RequestLockTests test) {
                Party member = Party.of(test.firm.person(test.member));
                return test.requests.setMailing(Firm.HUB, test.higher, member, false);
            }
        },
        UNDO {
            @Override
            Outcome apply(RequestLockTests test) {
                long version = test.state(test.higher).version();
                return test.requests.undoMerge(test.staff, test.higher, version);
            }
        },
        MOVE_MERGED_TO_CLIENT {
            @Override
            Outcome apply(RequestLockTests test) {
                return test.requests.moveToClient(Firm.HUB, test.higher, null, Party.system("hub"));
            }
        },
        MOVE_TO_CLIENT {
            @Override
            void prepare(RequestLockTests test) {
                Firm.applied(test.requests.relocate(test.staff, test.lower, test.merge(test.lower, test.higher)));
            }

            @Override
            Outcome apply(RequestLockTests test) {
                return test.requests.moveToClient(Firm.HUB, test.higher, null, Party.system("hub"));
            }
        },
        MERGE {
            @Override
            void prepare(RequestLockTests test) {}

            @Override
            Outcome apply(RequestLockTests test) {
                Relocation merge = test.merge(test.higher, test.lower);
                return test.requests.relocate(test.staff, test.higher, merge);
            }
        };

        void prepare(RequestLockTests test) {
            Firm.applied(test.requests.relocate(test.staff, test.higher, test.merge(test.higher, test.lower)));
        }

        abstract Outcome apply(RequestLockTests test);
    }

    private CompletableFuture<Outcome> atOnce(Change change) {
        return CompletableFuture.supplyAsync(() -> change.apply(this), THREADS);
    }

    private static Outcome outcome(CompletableFuture<Outcome> change) {
        return change.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Relocation merge(UUID from, UUID to) {
        return new Relocation(
                new Goal.Merge(state(to).number()), Set.of(), state(from).version(), Set.of());
    }
}
