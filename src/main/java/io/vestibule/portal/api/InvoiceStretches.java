package io.vestibule.portal.api;

import io.vestibule.portal.access.Access;
import io.vestibule.portal.api.CommandEffects.Change;
import io.vestibule.portal.contract.ExternalId;
import io.vestibule.portal.contract.Outcome;
import io.vestibule.portal.contract.PortalCommand.UpsertInvoice;
import io.vestibule.portal.invoice.Invoices;
import io.vestibule.portal.invoice.Invoices.News;
import io.vestibule.portal.invoice.Invoices.Written;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The news of invoices in one call. Those that stand side by side are written together when it is the first one's turn:
 * nothing between them could notice. News of an invoice that has some in the stretch begins another one. Lives as long
 * as the transaction of the call.
 */
final class InvoiceStretches {

    private final Invoices invoices;
    private final Access peer;
    private final Map<UpsertInvoice, Place> places = new IdentityHashMap<>();

    private InvoiceStretches(Invoices invoices, Access peer) {
        this.invoices = invoices;
        this.peer = peer;
    }

    private record Place(Stretch stretch, News news) {}

    static InvoiceStretches of(Invoices invoices, Access peer, List<Change> changes) {
        InvoiceStretches stretches = new InvoiceStretches(invoices, peer);
        Stretch present = stretches.new Stretch();
        for (Change change : changes) {
            ExternalId origin = change.cause().origin();
            boolean goesOn = change.command() instanceof UpsertInvoice && !present.origins.contains(origin);
            present = goesOn ? present : stretches.new Stretch();
            stretches.place(change, present);
        }
        return stretches;
    }

    /** One that names no client can't be written, and is refused for that. */
    private void place(Change change, Stretch stretch) {
        if (change.command() instanceof UpsertInvoice upsert) {
            Uuids.parse(upsert.clientId()).ifPresent(client -> {
                News news = new News(client, upsert.facts(), change.cause());
                stretch.add(news);
                places.put(upsert, new Place(stretch, news));
            });
        }
    }

    /** Carries out the command; to be called for all of them, in their order. */
    Outcome outcome(UpsertInvoice command) {
        Place place = Objects.requireNonNull(places.get(command));
        return invoices.outcome(peer, place.news(), place.stretch().written());
    }

    private final class Stretch {

        private final List<News> news = new ArrayList<>();
        private final Set<@Nullable ExternalId> origins = new HashSet<>();
        private @Nullable Written written;

        void add(News one) {
            news.add(one);
            if (one.cause().origin() != null) {
                origins.add(one.cause().origin());
            }
        }

        Written written() {
            Written done = written == null ? invoices.write(peer, news) : written;
            written = done;
            return done;
        }
    }
}
