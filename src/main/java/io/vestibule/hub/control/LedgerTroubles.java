package io.vestibule.hub.control;

import io.vestibule.hub.inbox.Conservation;
import io.vestibule.hub.inbox.Conservation.Sum;
import io.vestibule.hub.outbox.Trouble;
import io.vestibule.hub.outbox.TroubleSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Sources of which something that was seen is not accounted for: nothing is lost silently. One trouble per source. */
@Component
class LedgerTroubles implements TroubleSource {

    /** More days stand in the console. */
    private static final int DAYS_NAMED = 3;

    private final Conservation conservation;

    LedgerTroubles(Conservation conservation) {
        this.conservation = conservation;
    }

    @Override
    public List<Trouble> troubles() {
        Map<String, List<Sum>> bySource = conservation.unbalanced().stream()
                .collect(Collectors.groupingBy(Sum::app, TreeMap::new, Collectors.toList()));
        return bySource.entrySet().stream()
                .map(source -> Trouble.ofSums(source.getKey(), text(source.getKey(), source.getValue())))
                .toList();
    }

    private static String text(String source, List<Sum> sums) {
        String days =
                sums.stream().limit(DAYS_NAMED).map(LedgerTroubles::numbers).collect(Collectors.joining(" "));
        return ("%s Rows were removed or added in the database by something other than Vestibule. Compare that day's"
                        + " messages in the console under Health > Ledger with what %s sent, and bring back what is missing"
                        + " from a backup or let it be sent again. This ends by itself when the sum adds up.")
                .formatted(days, source);
    }

    private static String numbers(Sum sum) {
        long missing = sum.seen() - sum.accounted();
        return ("On %s (UTC) %d were seen and %d are accounted for (%d applied, %d duplicate, %d ignored, %d refused,"
                        + " %d held, %d dead, %d open): %s.")
                .formatted(
                        sum.day(),
                        sum.seen(),
                        sum.accounted(),
                        sum.applied(),
                        sum.duplicate(),
                        sum.ignored(),
                        sum.refused(),
                        sum.held(),
                        sum.dead(),
                        sum.open(),
                        missing > 0 ? missing + " missing" : -missing + " too many");
    }
}
